import type { ProviderAdapter } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import { createBindings } from "./observing/bindings.ts";
import { type Clock, systemClock } from "./clock.ts";
import { createEventFeed } from "./events/event-feed.ts";
import { createEvents, type Events } from "./events/events.ts";
import { createFactWriter } from "./events/fact-writer.ts";
import { firstLook, LOOK_AGAIN_MS } from "./observing/first-look.ts";
import { createInstances, type Instance } from "./providers/instances.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import { createObserver } from "./observing/observer.ts";
import type { Parts } from "./parts.ts";
import { createPollers } from "./observing/pollers.ts";
import { createProviders, type Providers } from "./providers/providers.ts";
import { createRegister } from "./observing/register.ts";
import { createRetention } from "./events/retention.ts";
import { restoreInstance } from "./observing/restore.ts";
import { createStreams, type Streams } from "./streams/streams.ts";
import { createTargets, type Targets } from "./targets/targets.ts";

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
  /** How long the log keeps events, in milliseconds. Default 30 days. */
  eventRetentionMs?: number;
  /** Called after events were stored, beside those who follow them here. */
  onEvents?: () => void;
};

/** How long a provider may take to close. */
const CLOSE_MS = 15_000;

/** Streams, targets and events over all providers, with ids of its own; knows nothing of HTTP. */
export type ControlPlane = {
  streams: Streams;
  targets: Targets;
  events: Events;
  providers: Providers;
  /** What the webhooks of providers are taken in by. */
  intake: Pick<Parts, "instances" | "observer" | "pollers">;
  /** Tells of every provider whose streams or targets have become known, from the start on. */
  onBound(listener: (instance: string) => void): void;
  /** Call it after others have stored events. */
  wake(): void;
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
  const { eventRetentionMs: eventMs, onEvents } = options;
  const instances = createInstances(providers, defaultProvider, clock);
  const bindings = createBindings();
  const register = createRegister(clock);
  const feed = createEventFeed({ store, log });
  const wake = (): void => {
    feed.wake();
    onEvents?.();
  };
  const facts = createFactWriter({ store, clock, log, onStored: wake });
  const onState = (streamId: string): void => pollers.saw(streamId);
  const observer = createObserver({ bindings, register, facts, clock, log, onState });
  const mutex = createKeyedMutex();
  const pollers = createPollers({ instances, bindings, register, observer, mutex, clock, log });
  const retention = createRetention({ store, clock, log, ...(eventMs === undefined ? {} : { eventMs }) });
  const shared = { instances, store, sealer, bindings, register, observer, pollers, facts, feed, wake };
  const parts: Parts = { ...shared, mutex, clock, log };
  const unsubscribes: (() => void)[] = [];
  let state: "new" | "started" | "closing" = "new";

  /** One that is polled is read by its poller. */
  const look = async (instance: Instance, streamIds: readonly string[]): Promise<void> => {
    const disagreed = await firstLook(parts, instance, streamIds);
    if (disagreed.length === 0) return;
    clock.after(LOOK_AGAIN_MS, () => {
      if (state === "started") void firstLook(parts, instance, disagreed);
    });
  };

  return {
    streams: createStreams(parts),
    targets: createTargets(parts),
    events: createEvents(parts),
    providers: createProviders(instances),
    ready: () => state === "started" && store.healthy(),
    intake: { instances, observer, pollers },
    wake,
    onBound(listener) {
      bindings.onChange(({ kind, instance }) => {
        if (kind === "bound" && state === "started") listener(instance);
      });
    },
    endFeed: () => feed.close(),
    async start() {
      for (const instance of instances.all()) {
        const { adapter, name } = instance;
        const unsubscribe = adapter.subscribe?.((observation) => observer.observe(name, observation));
        if (unsubscribe) unsubscribes.push(unsubscribe);
        const streamIds = await restoreInstance(parts, instance);
        await instance.call(async (context) => adapter.start?.({ ...context, log }));
        if (adapter.subscribe) await look(instance, streamIds);
        log("info", "provider ready", { provider: name, streams: streamIds.length });
      }
      retention.start();
      state = "started";
    },
    async close() {
      if (state === "closing") return;
      state = "closing";
      feed.close();
      retention.close();
      await pollers.close();
      await Promise.all(instances.all().map((instance) => closeInstance(instance, log)));
      for (const unsubscribe of unsubscribes) unsubscribe();
      observer.close();
      await facts.close();
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
