import { createConnections } from "./connections.ts";
import { createDuties } from "./duties.ts";
import { createHousekeeping } from "./housekeeping.ts";
import type { Arrival, Inbox, InboxOptions } from "./inbox.ts";
import { createItems } from "./items.ts";
import { createLook } from "./look.ts";
import { createProcessor } from "./processor.ts";
import { createRareWarnings } from "./rare-warnings.ts";
import { createReceiver } from "./receiver.ts";
import { createRecentWebhooks } from "./recent-webhooks.ts";
import { createStoredSecrets } from "./stored-secrets.ts";

/** Makes an inbox; nothing is taken before `start`. */
export function createInbox(options: InboxOptions): Inbox {
  const names = options.instances.all().map(({ name }) => name);
  const duties = createDuties(names, options.processes ?? (() => true));
  const warnings = createRareWarnings(options.log, options.clock);
  const secrets = createStoredSecrets({ ...options, warnings });
  const recent = createRecentWebhooks();
  const look = createLook({ ...options, secrets, recent });
  const processor = createProcessor({ ...options, duties, look, warnings });
  const housekeeping = createHousekeeping({ ...options, warnings });
  let open = false;
  const receive = createReceiver({
    ...options,
    duties,
    recent,
    secrets,
    warnings,
    isOpen: () => open,
    crowded: () => housekeeping.crowded(),
    onStored: () => housekeeping.count(),
  });

  return {
    ...createItems(options),
    ...createConnections({ ...options, secrets }),
    receive: (instance, delivery) => receive(instance, "read" in delivery ? delivery : arrived(delivery)),
    unpark: (instance) => processor.unpark(instance),
    async setProcessing(instance, on) {
      duties.set(instance, on);
      // What the former process had parked may be about what has been bound meanwhile.
      if (on) processor.unpark(instance);
      else await processor.rest();
    },
    async start() {
      await secrets.start();
      open = true;
      processor.start();
      // What was bound just before the last end may not have been looked for.
      for (const name of names) processor.unpark(name);
      housekeeping.start();
    },
    async close() {
      open = false;
      secrets.close();
      await Promise.all([processor.close(), housekeeping.close()]);
    },
  };
}

/** One whose body is there already. */
function arrived({ body, ...rest }: { url: string; headers: Headers; body: Uint8Array }): Arrival {
  return {
    ...rest,
    read: async (_maxBytes, count) => {
      count(body.byteLength);
      return body;
    },
  };
}
