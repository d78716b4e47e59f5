import type { Log } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import type { Bindings } from "./observing/bindings.ts";
import type { Clock } from "./clock.ts";
import type { EventFeed } from "./events/event-feed.ts";
import type { FactWriter } from "./events/fact-writer.ts";
import type { Instances } from "./providers/instances.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { Observer } from "./observing/observer.ts";
import type { Pollers } from "./observing/pollers.ts";
import type { Register } from "./observing/register.ts";

/** What the services of the control plane share. */
export type Parts = {
  instances: Instances;
  store: Store;
  sealer: Sealer;
  bindings: Bindings;
  register: Register;
  observer: Observer;
  pollers: Pollers;
  facts: FactWriter;
  feed: EventFeed;
  /** Call it after events were stored: tells those who follow them, and those that they are sent to. */
  wake: () => void;
  /** One change at a time per stream, by our id. */
  mutex: KeyedMutex;
  clock: Clock;
  log: Log;
};
