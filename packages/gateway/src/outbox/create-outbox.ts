import type { Log } from "@polycast/core/provider";
import type { Agent, Dispatcher as HttpDispatcher } from "undici";
import { type Clock, systemClock } from "../control/clock.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import { createDeliveries, type Deliveries } from "./deliveries.ts";
import { createDispatcher } from "./dispatcher.ts";
import { createEndpoints, type Endpoints } from "./endpoints.ts";
import { defaultLimits, type OutboxLimits } from "./limits.ts";
import type { OutboxParts } from "./outbox-parts.ts";
import { createUpkeep } from "./upkeep.ts";

/** What an outbox is made of. */
export type OutboxOptions = {
  store: Store;
  sealer: Sealer;
  log: Log;
  /** May endpoints be at loopback and private addresses, and speak plain HTTP? */
  allowPrivate: boolean;
  /** Default: the system's. */
  clock?: Clock;
  /** How HTTP is spoken. Default: one that dials public addresses only, unless private ones are allowed. */
  dispatcher?: HttpDispatcher;
  limits?: Partial<OutboxLimits>;
  /** Told of every attempt that has ended. Default: nobody is. */
  onAttempt?: OutboxParts["onAttempt"];
  /** At least 0, less than 1. Default: `Math.random`. */
  random?: () => number;
};

/**
 * Sends events to webhook endpoints, signed by Standard Webhooks 1.0: at least once each, in no order, repeated for
 * three days. What is to be sent was stored with the event (`enqueueDeliveries`), so that neither a crash nor a deaf
 * endpoint loses it. Several processes on one store share the work.
 */
export type Outbox = {
  endpoints: Endpoints;
  deliveries: Deliveries;
  /** The same calls, narrowed to what belongs to a tenant. The endpoints that are made through them are its own. */
  forTenant(tenantId: string): Pick<Outbox, "endpoints" | "deliveries">;
  /** Begins to send. Call it once. */
  start(): void;
  /** Ends sending: attempts get 5 seconds; what is not over then is tried again after the next start. */
  close(): Promise<void>;
};

/** Makes an outbox; nothing is sent before `start`. */
export function createOutbox(options: OutboxOptions): Outbox {
  const { store, sealer, log, allowPrivate, onAttempt } = options;
  const { clock = systemClock, random = Math.random } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const parts: OutboxParts = { store, sealer, log, allowPrivate, clock, limits, random, onAttempt };
  let agent: Promise<Agent> | undefined;
  const dispatcher = createDispatcher(
    parts,
    async () => options.dispatcher ?? (await (agent ??= openAgent(allowPrivate))),
  );
  const upkeep = createUpkeep(parts);

  return {
    endpoints: createEndpoints(parts),
    deliveries: createDeliveries(parts),
    forTenant: (tenantId) => ({
      endpoints: createEndpoints(parts, tenantId),
      deliveries: createDeliveries(parts, tenantId),
    }),
    start() {
      dispatcher.start();
      upkeep.start();
    },
    async close() {
      await Promise.all([dispatcher.close(), upkeep.close()]);
      await (await agent)?.destroy();
    },
  };
}

/** Its client is loaded when there is something to send: it costs a start some 50 ms. */
async function openAgent(allowPrivate: boolean): Promise<Agent> {
  const { createGuardedAgent } = await import("./guarded-agent.ts");
  return createGuardedAgent({ allowPrivate });
}
