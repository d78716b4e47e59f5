import { createPoller, fastCadence, type Poller, safetyNetCadence } from "@polycast/core/host";
import type { Stream } from "@polycast/core";
import type { Log, Observation } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { type Clock, toHttpClock } from "../clock.ts";
import type { BindingChange, Bindings } from "./bindings.ts";
import type { Instance, Instances } from "../providers/instances.ts";
import type { Observer } from "./observer.ts";
import type { Register } from "./register.ts";
import type { ReportedHint } from "./report-body.ts";
import { toOurs } from "./to-ours.ts";

/** What pollers work with. */
export type PollersOptions = {
  instances: Instances;
  bindings: Bindings;
  register: Register;
  observer: Observer;
  clock: Clock;
  log: Log;
  /** Told of every stream that was read, in the provider's ids. */
  onRead?: ((instance: Instance, stream: Stream) => void) | undefined;
  /** Told of every stream of ours that its provider does not have any more, each time that it was looked for. */
  onMissing?: ((instance: string, streamId: string) => void) | undefined;
  /** Leaves a hint for the process that observes an instance. */
  report: (instance: string, hint: ReportedHint) => void;
};

/** Read the streams of every provider that does not report by itself and that this process observes. */
export type Pollers = {
  /** From here on all streams of this instance are read that are bound, or come to be. */
  begin(instance: string): void;
  /** Another process reads them from here on. */
  end(instance: string): void;
  /** Something has changed at the provider: in this stream of its own, or in any. Told to the process that reads it. */
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

/** Makes them; none reads before `begin`, and none of an instance that has `subscribe`. */
export function createPollers(options: PollersOptions): Pollers {
  const { instances, bindings, register, observer, clock, log, report } = options;
  const { onRead = () => undefined, onMissing = () => undefined } = options;
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

  /** That is drift: somebody has deleted it there. It is looked for from time to time. */
  const gone = (instance: Instance, providerId: string): void => {
    const streamId = bindings.streamOf(instance.name, providerId);
    if (streamId === undefined) return;
    onMissing(instance.name, streamId);
    missing.set(
      streamId,
      clock.after(MISSING_MS, () => follow(instance.name, providerId)),
    );
  };

  const follow = (instance: string, providerId: string): void => {
    try {
      pollers.get(instance)?.follow(providerId);
    } catch (error) {
      if (overfull.has(instance)) return;
      overfull.add(instance);
      log("error", "not all streams are polled", { provider: instance, error: describeError(error) });
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

  const begin = (instance: Instance): Poller =>
    createPoller({
      adapter: instance.adapter,
      take: (observations) => take(instance, observations),
      read: (stream) => onRead(instance, stream),
      gone: (providerId) => gone(instance, providerId),
      failed(error) {
        instance.note(error);
        log("debug", "a poll failed", { provider: instance.name, code: error.code });
      },
      cadence: () => cadence(instance.name),
      clock: toHttpClock(clock),
    });
  bindings.onChange(onChange);

  /** Resolves when it reads and takes in nothing any more. */
  const end = async (name: string): Promise<void> => {
    const poller = pollers.get(name);
    pollers.delete(name);
    overfull.delete(name);
    for (const streamId of missing.keys()) if (bindings.placeOf(streamId)?.instance === name) found(streamId);
    await poller?.close();
  };

  const hint = (name: string, streamId?: string): void => {
    const poller = pollers.get(name);
    if (poller) poller.hint(streamId);
    else if (!instances.find(name)?.adapter.subscribe) {
      report(name, { kind: "hint", ...(streamId === undefined ? {} : { streamId }) });
    }
  };

  return {
    begin(name) {
      const instance = instances.find(name);
      if (!instance || instance.adapter.subscribe || pollers.has(name)) return;
      pollers.set(name, begin(instance));
      for (const streamId of bindings.streamsOf(name)) {
        const place = bindings.placeOf(streamId);
        if (place) follow(name, place.providerId);
      }
    },
    end: (name) => void end(name),
    hint,
    hintOurs(streamId) {
      const place = bindings.placeOf(streamId);
      if (place) hint(place.instance, place.providerId);
    },
    webhookSeen: (instance) => void seenAt.set(instance, clock.now()),
    saw(streamId) {
      const state = register.get(streamId)?.status.state;
      const place = bindings.placeOf(streamId);
      if (state && place) pollers.get(place.instance)?.saw(place.providerId, state);
    },
    async close() {
      for (const streamId of missing.keys()) found(streamId);
      await Promise.all([...pollers.keys()].map(end));
    },
  };
}
