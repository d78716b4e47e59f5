import type { Log } from "@polycast/core/provider";
import type { KeyedHash } from "../secrets/keyed-hash.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import type { Bindings } from "./observing/bindings.ts";
import type { Clock } from "./clock.ts";
import type { Creates } from "./creates/creates.ts";
import type { Fence } from "./duties/duties.ts";
import type { EventFeed } from "./events/event-feed.ts";
import type { DriftWatch } from "./drift/drift-watch.ts";
import type { Foreign } from "./drift/foreign.ts";
import type { FactWriter } from "./events/fact-writer.ts";
import type { Instances } from "./providers/instances.ts";
import type { KeyedMutex } from "./keyed-mutex.ts";
import type { Observer } from "./observing/observer.ts";
import type { Pollers } from "./observing/pollers.ts";
import type { Register } from "./observing/register.ts";
import type { Reconciler } from "./reconcile/run/reconciler.ts";
import type { StreamAnswers } from "./stream-answers.ts";
import type { Views } from "./views.ts";

/** What the services of the control plane share. */
export type Parts = {
  instances: Instances;
  store: Store;
  sealer: Sealer;
  /** Of what is compared without being opened. */
  hash: KeyedHash;
  bindings: Bindings;
  register: Register;
  views: Views;
  answers: StreamAnswers;
  observer: Observer;
  pollers: Pollers;
  facts: FactWriter;
  feed: EventFeed;
  /** Targets of others on our streams, as far as they were seen. */
  foreign: Foreign;
  drift: Pick<DriftWatch, "beforeChange">;
  reconciler: Pick<Reconciler, "run">;
  creates: Creates;
  /** Of what runs now: whoever goes on for long takes it at its beginning. */
  fence: (instance: string) => Fence;
  /** One change at a time per stream, by our id. */
  mutex: KeyedMutex;
  clock: Clock;
  log: Log;
};

/** The parts, and whose things may be seen and made with them; without a tenant, everybody's. */
export type Scope = Parts & { tenantId?: string };
