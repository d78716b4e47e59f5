import { createPoller, fastCadence, type Poller, safetyNetCadence } from "@polycast/core/host";
import type { Log, Observation } from "@polycast/core/provider";
import { type Clock, toHttpClock, toTimestamp } from "../clock.ts";
import type { BindingChange, Bindings } from "./bindings.ts";
import type { Instance, Instances } from "../providers/instances.ts";
import type { KeyedMutex } from "../keyed-mutex.ts";
import type { Observer } from "./observer.ts";
import type { Register } from "./register.ts";
import { toOurs } from "./to-ours.ts";

/** What pollers work with. */
export type PollersOptions = {
  instances: Instances;
  bindings: Bindings;
  register: Register;
  observer: Observer;
  mutex: KeyedMutex;
  clock: Clock;
  log: Log;
};

/** Read the streams of every provider that does not report by itself, from when they are bound. */
export type Pollers = {
  /** Something has changed at the provider: in this stream of its own, or in any. */
  hint(instance: string, providerStreamId?: string): void;
  /** The same, for a stream of ours. */
  hintOurs(streamId: string): void;
  /** A webhook of it was verified: while they arrive, polling is only a safety net. */
  webhookSeen(instance: string): void;
  /** A stream of ours is in another state. */
  saw(streamId: string): void;
  close(): Promise<void>;
};

/** For so long a webhook lets us expect others. */
const TRUST_MS = 15 * 60_000;
/** How often a stream that is missing at its provider is looked for. */
const MISSING_MS = 300_000;

/** Makes a poller for each instance that has no `subscribe`. */
export function createPollers(options: PollersOptions): Pollers {
  const { instances, bindings, register, observer, mutex, clock, log } = options;
  const seenAt = new Map<string, number>();
  /** Streams of ours that their provider does not have, and how to stop looking for them. */
  const missing = new Map<string, () => void>();
  const pollers = new Map<string, Poller>();
  /** Instances with more streams than are polled. */
  const overfull = new Set<string>();

  const take = (instance: Instance, observations: readonly Observation[]): { disagreed: string[] } => {
    instance.note();
    const ours = observations.flatMap((observation) => toOurs(bindings, instance.name, observation) ?? []);
    for (const { streamId } of ours) found(streamId);
    const disagreed = [...observer.take(ours)];
    return { disagreed: disagreed.flatMap((streamId) => bindings.placeOf(streamId)?.providerId ?? []) };
  };

  const found = (streamId: string): void => {
    missing.get(streamId)?.();
    missing.delete(streamId);
  };

  /** That is drift: somebody has deleted it there. It is told once, and looked for from time to time. */
  const gone = (instance: Instance, providerId: string): void => {
    const streamId = bindings.streamOf(instance.name, providerId);
    if (streamId === undefined) return;
    if (!missing.has(streamId)) tellMissing(instance.name, streamId);
    missing.set(
      streamId,
      clock.after(MISSING_MS, () => follow(instance.name, providerId)),
    );
  };

  /** After what is being done to the stream: we may be deleting it ourselves. */
  const tellMissing = (provider: string, streamId: string): void => {
    const tell = async (): Promise<void> => {
      if (!missing.has(streamId)) return;
      log("warn", "a stream is missing at its provider", { provider, streamId });
      observer.take([missingAt(provider, streamId, clock.now())]);
    };
    mutex.run(streamId, tell).catch((error: unknown) => {
      log("warn", "a stream that is missing at its provider was not told", {
        provider,
        streamId,
        error: String(error),
      });
    });
  };

  const follow = (instance: string, providerId: string): void => {
    try {
      pollers.get(instance)?.follow(providerId);
    } catch (error) {
      if (overfull.has(instance)) return;
      overfull.add(instance);
      log("error", "not all streams are polled", { provider: instance, error: String(error) });
    }
  };

  const onChange = ({ kind, instance, providerId, streamId }: BindingChange): void => {
    if (kind === "bound") return follow(instance, providerId);
    found(streamId);
    pollers.get(instance)?.leave(providerId);
  };

  const cadence = (instance: string) => {
    const at = seenAt.get(instance);
    return at !== undefined && clock.now() - at < TRUST_MS ? safetyNetCadence : fastCadence;
  };

  for (const instance of instances.all()) {
    if (instance.adapter.subscribe) continue;
    const poller = createPoller({
      adapter: instance.adapter,
      take: (observations) => take(instance, observations),
      gone: (providerId) => gone(instance, providerId),
      failed(error) {
        instance.note(error);
        log("debug", "a poll failed", { provider: instance.name, code: error.code });
      },
      cadence: () => cadence(instance.name),
      clock: toHttpClock(clock),
    });
    pollers.set(instance.name, poller);
  }
  bindings.onChange(onChange);

  const withPlace = (streamId: string, act: (poller: Poller, providerId: string) => void): void => {
    const place = bindings.placeOf(streamId);
    const poller = place && pollers.get(place.instance);
    if (poller) act(poller, place.providerId);
  };

  return {
    hint: (instance, providerStreamId) => pollers.get(instance)?.hint(providerStreamId),
    hintOurs: (streamId) => withPlace(streamId, (poller, providerId) => poller.hint(providerId)),
    webhookSeen: (instance) => void seenAt.set(instance, clock.now()),
    saw(streamId) {
      const state = register.get(streamId)?.status.state;
      if (state) withPlace(streamId, (poller, providerId) => poller.saw(providerId, state));
    },
    async close() {
      for (const streamId of missing.keys()) found(streamId);
      await Promise.all([...pollers.values()].map((poller) => poller.close()));
    },
  };
}

function missingAt(provider: string, streamId: string, now: number): Observation {
  const message = `The stream is not at ${provider} any more. Delete it here, or make a new one.`;
  return {
    kind: "warning",
    streamId,
    sequence: now * 1000,
    occurredAt: toTimestamp(now),
    notice: { code: "missing_at_provider", message },
  };
}
