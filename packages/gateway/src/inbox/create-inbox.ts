import { createConnections } from "./connections.ts";
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
  const warnings = createRareWarnings(options.log, options.clock);
  const secrets = createStoredSecrets(options);
  const recent = createRecentWebhooks();
  const look = createLook({ ...options, secrets, recent });
  const processor = createProcessor({ ...options, look, recent, warnings });
  const housekeeping = createHousekeeping({ ...options, warnings });
  let open = false;
  const receive = createReceiver({
    ...options,
    processor,
    secrets,
    warnings,
    isOpen: () => open,
    onStored: () => housekeeping.count(),
  });

  return {
    ...createItems(options, processor),
    ...createConnections({ ...options, secrets }),
    receive: (instance, delivery) => receive(instance, "read" in delivery ? delivery : arrived(delivery)),
    unpark: (instance) => processor.unpark(instance),
    async start() {
      await secrets.load();
      open = true;
      processor.start();
      // What was bound just before the last end may not have been looked for.
      for (const { name } of options.instances.all()) processor.unpark(name);
      housekeeping.start();
    },
    async close() {
      open = false;
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
