import type { ProviderAdapter } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import { createBindings } from "./bindings.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createEventFeed } from "./event-feed.ts";
import { createEvents, type Events } from "./events.ts";
import { createFactWriter } from "./fact-writer.ts";
import { firstLook } from "./first-look.ts";
import { createInstances, type Instance } from "./instances.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import { lastFacts } from "./last-facts.ts";
import { createObserver } from "./observer.ts";
import type { Parts } from "./parts.ts";
import { createProviders, type Providers } from "./providers.ts";
import { createRegister } from "./register.ts";
import { restoreInstance } from "./restore.ts";
import { createStreams, type Streams } from "./streams.ts";
import { createTargets, type Targets } from "./targets.ts";

/** What a control plane is made of. */
export type ControlPlaneOptions = {
  /** By instance name, e.g. `selfhost`, `mux-us`. */
  providers: Record<string, ProviderAdapter>;
  /** The instance of streams that name none. */
  defaultProvider: string;
  store: Store;
  sealer: Sealer;
  log: Log;
  /** Default: the system's. */
  clock?: Clock;
};

/** How long a provider may take to close. */
const CLOSE_MS = 15_000;

/** Streams, targets and events over all providers, with ids of its own; knows nothing of HTTP. */
export type ControlPlane = {
  streams: Streams;
  targets: Targets;
  events: Events;
  providers: Providers;
  /** Takes up what is stored and opens the providers. Call it once, before anything else. */
  start(): Promise<void>;
  /** Started, not closing, and the store takes writes. */
  ready(): boolean;
  /** Ends those who follow events; the rest goes on. */
  endFeed(): void;
  /** Closes the providers and writes what was observed. The store stays open. */
  close(): Promise<void>;
};

/**
 * Makes a control plane; nothing is opened before `start`.
 *
 * @throws MultistreamError `invalid_argument` or `adapter_incompatible` when the providers do not fit.
 */
export function createControlPlane(options: ControlPlaneOptions): ControlPlane {
  const { providers, defaultProvider, store, sealer, log, clock = systemClock } = options;
  const instances = createInstances(providers, defaultProvider, clock);
  const bindings = createBindings();
  const register = createRegister(clock);
  const feed = createEventFeed({ store, log });
  const facts = createFactWriter({ store, clock, log, onStored: () => feed.wake() });
  const told = new Map<string, string>();
  const observer = createObserver({ bindings, register, facts, log, told });
  const mutex = createKeyedMutex();
  const parts: Parts = { instances, store, sealer, bindings, register, observer, facts, feed, mutex, clock, log };
  const unsubscribes: (() => void)[] = [];
  let state: "new" | "started" | "closing" = "new";

  return {
    streams: createStreams(parts),
    targets: createTargets(parts),
    events: createEvents(parts),
    providers: createProviders(instances),
    ready: () => state === "started" && store.healthy(),
    endFeed: () => feed.close(),
    async start() {
      for (const [subject, type] of await store.read(lastFacts)) told.set(subject, type);
      for (const instance of instances.all()) {
        const { adapter, name } = instance;
        const unsubscribe = adapter.subscribe?.((observation) => observer.observe(name, observation));
        if (unsubscribe) unsubscribes.push(unsubscribe);
        const streamIds = await restoreInstance(parts, instance);
        await instance.call(async (context) => adapter.start?.({ ...context, log }));
        await firstLook(parts, instance, streamIds);
        log("info", "provider ready", { provider: name, streams: streamIds.length });
      }
      state = "started";
    },
    async close() {
      if (state === "closing") return;
      state = "closing";
      feed.close();
      await Promise.all(instances.all().map((instance) => closeInstance(instance, log)));
      for (const unsubscribe of unsubscribes) unsubscribe();
      await facts.flush();
    },
  };
}

/** One that hangs or fails keeps the others from nothing. */
async function closeInstance(instance: Instance, log: Log): Promise<void> {
  try {
    await instance.call(async () => instance.adapter.close?.(), CLOSE_MS);
  } catch (error) {
    log("error", "a provider could not be closed", { provider: instance.name, error: String(error) });
  }
}
