import type { ProviderAdapter, Stream } from "@polycast/core";
import type { Log } from "@polycast/core/provider";
import { describeError } from "../log/describe-error.ts";
import type { KeyedHash } from "../secrets/keyed-hash.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { Store } from "../store/index.ts";
import { type Clock, systemClock, toTimestamp } from "./clock.ts";
import { createCreates } from "./creates/creates.ts";
import { createDriftWatch, type DriftPolicy } from "./drift/drift-watch.ts";
import { createForeign } from "./drift/foreign.ts";
import { createEventFeed } from "./events/event-feed.ts";
import { createEvents, type Events } from "./events/events.ts";
import { createViewTokens, type ViewTokens } from "./events/view-tokens.ts";
import { firstLook, isHeardOf, LOOK_AGAIN_MS } from "./observing/first-look.ts";
import { cleanUp } from "./providers/clean-up.ts";
import { createInstances, type Instance } from "./providers/instances.ts";
import { createKeyedMutex } from "./keyed-mutex.ts";
import { observedStreams } from "./observed-streams.ts";
import { createObserving, type Observing } from "./observing/observing.ts";
import type { Parts, Scope } from "./parts.ts";
import { createProviders, type Providers } from "./providers/providers.ts";
import { createRetention } from "./events/retention.ts";
import { restoreInstance } from "./observing/restore.ts";
import { createReconciler, type Reconciler } from "./reconcile/run/reconciler.ts";
import { createStreamAnswers } from "./stream-answers.ts";
import { createStreams, type Streams } from "./streams/streams.ts";
import type { TargetNumbersOf } from "./target-numbers.ts";
import { createTargets, type Targets } from "./targets/targets.ts";

/** What a control plane is made of. */
export type ControlPlaneOptions = {
  /** By instance name, e.g. `selfhost`, `mux-us`. */
  providers: Record<string, ProviderAdapter>;
  /** The instance of streams that name none. */
  defaultProvider: string;
  store: Store;
  sealer: Sealer;
  hash: KeyedHash;
  log: Log;
  /** Default: the system's. */
  clock?: Clock;
  /** How long the log keeps events, in milliseconds. Default 30 days. */
  eventRetentionMs?: number;
  /** What others change of our targets at a provider: is it only told, or put back? Default `show`. */
  drift?: DriftPolicy;
  /** Numbers of targets that are newer than what was observed. Default: there are none. */
  numbers?: TargetNumbersOf | undefined;
};

/** The calls that may be narrowed to one tenant. */
export type TenantCalls = { streams: Streams; targets: Targets; events: Events; viewTokens: ViewTokens };

/** How long after its beginning what was left at a provider is looked for: what is more urgent comes first. */
const CLEAN_UP_MS = 60_000;
/** How often from then on: other processes die, too, and what is young is left for the next time. */
const CLEAN_UP_AGAIN_MS = 900_000;
/** How long a provider may take to close. */
const CLOSE_MS = 15_000;

/** Streams, targets and events over all providers, with ids of its own; knows nothing of HTTP. */
export type ControlPlane = TenantCalls & {
  /** The same calls for what is one tenant's: what is another's is not there. Absent: everybody's. */
  forTenant(tenantId?: string): TenantCalls;
  providers: Providers;
  /** All streams with what is observed of them, from memory: for counting. What is wanted of them may be stale. */
  observed(): Iterable<Stream>;
  /** Counts of what was done to bring the providers in line with the wishes. */
  reconciler: Pick<Reconciler, "run" | "counts" | "hurry">;
  /** What the webhooks of providers are taken in by. */
  intake: Pick<Parts, "instances" | "observer" | "pollers"> & Pick<Observing, "fence">;
  /** Does this process observe the instance? Of those on one store, one at a time does. In doubt, no. */
  observes(instance: string): boolean;
  /** Tells of every instance that this process begins, or ceases, to observe. */
  onObserving(listener: (instance: string, on: boolean) => void): void;
  /** Tells of every provider whose streams or targets have become known, from the start on. */
  onBound(listener: (instance: string) => void): void;
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
  const { providers, defaultProvider, store, sealer, hash, log, clock = systemClock } = options;
  const { eventRetentionMs: eventMs } = options;
  const instances = createInstances(providers, defaultProvider, clock);
  const feed = createEventFeed({ store, log, clock });
  const mutex = createKeyedMutex();
  const listeners: ((instance: string, on: boolean) => void)[] = [];
  const observing = createObserving({
    instances,
    store,
    clock,
    log,
    numbers: options.numbers,
    onSeen: (streamId) => reconciler.saw(streamId),
    onFound: (streamId) => void reconciler.run(streamId),
    onRead: (instance, stream) => drift.seen(instance, stream),
    onMissing: (instance, streamId) => drift.missing(instance, streamId),
    async begin(name) {
      for (const listener of listeners) listener(name, true);
      reconciler.setActive(name, true);
      const instance = instances.find(name);
      if (instance?.adapter.cleanUp) planTidy(instance, CLEAN_UP_MS);
      // One that is polled is read by its poller.
      if (instance?.adapter.subscribe) await look(instance);
      await creates.begin(name);
    },
    end(name) {
      creates.end(name);
      for (const listener of listeners) listener(name, false);
      reconciler.setActive(name, false);
    },
  });
  const { bindings, register, views, observer, pollers, facts, fence } = observing;
  const retention = createRetention({ store, clock, log, ...(eventMs === undefined ? {} : { eventMs }) });
  const foreign = createForeign();
  const tools = {
    instances,
    store,
    sealer,
    bindings,
    register,
    views,
    answers: createStreamAnswers({ store, views }),
    observer,
    pollers,
    fence,
    mutex,
    clock,
    log,
    foreign,
  };
  const reconciler = createReconciler(tools);
  const drift = createDriftWatch({
    ...tools,
    policy: options.drift ?? "show",
    observes: (name) => observing.observes(name),
  });
  const creates = createCreates({ ...tools, hash, facts, feed, drift, reconciler });
  const parts: Parts = { ...tools, hash, facts, feed, drift, reconciler, creates };
  const cleanUps = new Map<string, () => void>();
  const unsubscribes: (() => void)[] = [];
  let state: "new" | "started" | "closing" = "new";
  const startedAt = toTimestamp(clock.now());

  const planTidy = (instance: Instance, ms: number): void => {
    cleanUps.get(instance.name)?.();
    cleanUps.set(
      instance.name,
      clock.after(ms, () => tidy(instance)),
    );
  };

  /** Whoever observed it before may have died at something. */
  const tidy = (instance: Instance): void => {
    if (state !== "started" || !observing.observes(instance.name)) return;
    const ours = bindings.streamsOf(instance.name).flatMap((id) => bindings.placeOf(id)?.providerId ?? []);
    void cleanUp(instance, ours, log).finally(() => planTidy(instance, CLEAN_UP_AGAIN_MS));
  };

  const look = async (instance: Instance): Promise<void> => {
    const unheard = bindings.streamsOf(instance.name).filter((id) => !isHeardOf(register.get(id), startedAt));
    const disagreed = await firstLook(parts, instance, unheard);
    if (disagreed.length === 0) return;
    clock.after(LOOK_AGAIN_MS, () => {
      if (state === "started" && observing.observes(instance.name)) void firstLook(parts, instance, disagreed);
    });
  };

  const forTenant = (tenantId?: string): TenantCalls => {
    const scope: Scope = { ...parts, ...(tenantId === undefined ? {} : { tenantId }) };
    const streams = createStreams(scope);
    const viewTokens = createViewTokens({ store, clock, getStream: (id) => streams.get(id) });
    return { streams, targets: createTargets(scope), events: createEvents(scope), viewTokens };
  };

  return {
    ...forTenant(),
    forTenant,
    observed: () => observedStreams({ register, bindings, numbers: options.numbers }),
    reconciler,
    providers: createProviders(instances),
    ready: () => state === "started" && store.healthy(),
    intake: { instances, observer, pollers, fence: (instance) => observing.fence(instance) },
    observes: (instance) => observing.observes(instance),
    onObserving: (listener) => void listeners.push(listener),
    onBound(listener) {
      bindings.onChange(({ kind, instance }) => {
        if (kind === "bound" && state === "started") listener(instance);
      });
    },
    endFeed: () => feed.close(),
    async start() {
      for (const instance of instances.all()) {
        const { adapter, name } = instance;
        // What is pending is told by it; one that cannot be asked now is asked when it is needed.
        await instance.capabilities().catch(() => undefined);
        const unsubscribe = adapter.subscribe?.((observation) => observer.observe(name, observation));
        if (unsubscribe) unsubscribes.push(unsubscribe);
        const streamIds = await restoreInstance(parts, instance);
        if (adapter.start) await instance.call(async (context) => adapter.start?.({ ...context, log }));
        log("info", "provider ready", { provider: name, streams: streamIds.length });
      }
      await observing.start();
      retention.start();
      state = "started";
    },
    async close() {
      if (state === "closing") return;
      state = "closing";
      feed.close();
      retention.close();
      creates.close();
      for (const cancel of cleanUps.values()) cancel();
      await reconciler.close();
      await observing.stop();
      await Promise.all(instances.all().map((instance) => closeInstance(instance, log)));
      for (const unsubscribe of unsubscribes) unsubscribe();
      await observing.close();
    },
  };
}

/** One that hangs or fails keeps the others from nothing. */
async function closeInstance(instance: Instance, log: Log): Promise<void> {
  try {
    await instance.callHere(async () => instance.adapter.close?.(), CLOSE_MS);
  } catch (error) {
    log("error", "a provider could not be closed", { provider: instance.name, error: describeError(error) });
  }
}
