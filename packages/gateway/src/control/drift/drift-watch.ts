import { isMultistreamError, type Stream, type Target } from "@polycast/core";
import { ifThere, RecentMap } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import type { Instance } from "../providers/instances.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { loadStream } from "../reconcile/run/states.ts";
import { openDestination } from "../sealed-values.ts";
import { isSwitching } from "../switching/switch-state.ts";
import { type Drift, findDrift, looksRedirected } from "./find-drift.ts";
import type { DriftPolicy } from "./drift-policy.ts";
import { findStreamDrift, type StreamDrift } from "./find-stream-drift.ts";
import { isMissing, storeFound, storeMissing } from "./missing-stream.ts";
import { storeDrift } from "./store-drift.ts";
import { storeStreamDrift } from "./store-stream-drift.ts";

export type { DriftPolicy } from "./drift-policy.ts";

/** Notices what others change of our streams and targets at a provider, by what is read there anyway. */
export type DriftWatch = {
  /** A stream as a provider has just shown it, in its ids. */
  seen(instance: Instance, stream: Stream): void;
  /**
   * Looks at a stream before it, or targets of it, are changed here: what others have changed of those is stored, so that
   * the change brings all of them back in line. A look that fails, or takes more than 3 s, is left out.
   */
  beforeChange(streamId: string, changes: Changing): Promise<void>;
  /** A stream of ours is not there any more, by our id. */
  missing(instance: string, streamId: string): void;
};

/** What is about to be changed, by our ids. */
export type Changing = { stream?: true; targetIds?: readonly string[] };

/** Twice seen, at least so far apart in milliseconds: what was read once may be older than a change of our own. */
const CONFIRM_MS = 5_000;
/** Streams that are remembered; the one that was seen longest ago gives way. */
const MAX_STREAMS = 10_000;

/** A look before a change may take so long, in milliseconds. */
const LOOK_MS = 3_000;

type FoundTarget = { targetId: string; stored: string | undefined; drift: Drift; changedAt: number };
type FoundStream = { stored: string | undefined; drift: StreamDrift; changedAt: number };
type Found = { stream?: FoundStream | undefined; targets: FoundTarget[]; isBusy: boolean };

/** What it works with. @param observes does this process observe the instance? */
export type DriftWatchOptions = Tools & { policy: DriftPolicy; observes: (instance: string) => boolean };

/** Makes it. Targets of others are only counted. */
export function createDriftWatch(options: DriftWatchOptions): DriftWatch {
  const { store, instances, bindings, register, pollers, foreign, mutex, log, clock, observes } = options;
  /** What was shown of a stream when nothing was to be done about it. */
  const settled = new RecentMap<string, string>(MAX_STREAMS);
  const suspects = new RecentMap<string, { shown: string; found: string; at: number }>(MAX_STREAMS);
  /** What is shown of a target's destination while it was found to be the one that is wanted. */
  const same = new RecentMap<string, string>(MAX_STREAMS);

  const look = async (instance: Instance, streamId: string, stream: Stream, shown: string) => {
    const found = await find(instance, streamId, stream);
    if (found.targets.length === 0 && !found.stream) {
      suspects.delete(streamId);
      if (!found.isBusy) settled.set(streamId, shown);
      return;
    }
    const before = suspects.get(streamId);
    const key = JSON.stringify([found.stream, found.targets]);
    if (before?.shown !== shown || before.found !== key) {
      suspects.set(streamId, { shown, found: key, at: clock.now() });
      // However seldom it is read otherwise.
      pollers.hintOurs(streamId);
      return;
    }
    if (clock.now() - before.at < CONFIRM_MS) return;
    suspects.delete(streamId);
    if (found.stream) await storeStreamDrift(options, { instance, streamId, ...found.stream });
    for (const target of found.targets) await storeDrift(options, { instance, streamId, ...target });
  };

  const isSettled = ({ changedAt }: { changedAt: number }): boolean => clock.now() - changedAt >= CONFIRM_MS;

  /** Once seen is enough: what is read in turn is older than no change of ours, but for the last moments. */
  const lookFirst = async (instance: Instance, streamId: string, { stream: own, targetIds = [] }: Changing) => {
    const providerId = bindings.placeOf(streamId)?.providerId ?? "";
    const { streams } = instance.adapter;
    const taker = beforeAnswer(options, streamId, { isRead: true });
    const stream = await ifThere(instance.call((context) => streams.get(providerId, context), LOOK_MS));
    if (!stream) return;
    taker.stream(stream);
    const found = await find(instance, streamId, stream);
    if (own && found.stream && isSettled(found.stream)) {
      await storeStreamDrift(options, { instance, streamId, ...found.stream });
    }
    for (const target of found.targets) {
      if (!targetIds.includes(target.targetId) || !isSettled(target)) continue;
      await storeDrift(options, { instance, streamId, ...target });
    }
  };

  const find = async (instance: Instance, streamId: string, stream: Stream): Promise<Found> => {
    const loaded = await store.read(() => loadStream(streamId));
    if (!loaded || loaded.stream.wanted.gone || isSwitching(loaded.stream.record)) return { targets: [], isBusy: true };
    const { record: own, work: ownWork } = loaded.stream;
    if (isMissing(own)) await storeFound(options, instance.name, streamId);
    const table = await instance.capabilities();
    const ownDrift = findStreamDrift(loaded.stream, stream, table);
    const found: FoundTarget[] = [];
    let isBusy = ownWork !== undefined;
    const { targets } = stream;
    // A list may leave them out.
    for (const target of targets ? loaded.targets : []) {
      const { record, accepted, work } = target;
      isBusy ||= work !== undefined || accepted.awaiting !== undefined;
      const there = targets?.find(({ id }) => id === record.providerId);
      const isRedirected =
        looksRedirected(record, there, table) &&
        (await sendsElsewhere(instance, loaded.stream.record.providerId, record, there));
      const drift = findDrift(target, there, { table, now: clock.now(), isRedirected });
      if (drift) found.push({ targetId: record.id, stored: record.accepted, drift, changedAt: record.updatedAt });
    }
    const foundStream = ownDrift && { stored: own.accepted, drift: ownDrift, changedAt: own.updatedAt };
    return { stream: foundStream, targets: found, isBusy };
  };

  /** One may be shown in another way than it was given: then it is asked, once. */
  const sendsElsewhere = async (
    instance: Instance,
    providerStreamId: string,
    record: Parameters<typeof openDestination>[1],
    there: Target | undefined,
  ): Promise<boolean> => {
    const { targets } = instance.adapter;
    const shown = JSON.stringify(there?.destination);
    if (!there || !targets.hasDestination || record.destinationHash === undefined) return false;
    const key = `${record.id} ${record.destinationHash}`;
    if (same.get(key) === shown) return false;
    const destination = openDestination(options.sealer, record);
    const ref = { streamId: providerStreamId, id: there.id };
    const sendsThere = await instance.call(async (context) => targets.hasDestination?.(ref, destination, context));
    if (sendsThere !== false) same.set(key, shown);
    return sendsThere === false;
  };

  const inTurn = (streamId: string, work: () => Promise<void>): void => {
    mutex.run(streamId, work).catch((error: unknown) => {
      if (isMultistreamError(error, "rate_limited")) return;
      log("warn", "what was read could not be compared", { streamId, error: describeError(error) });
    });
  };

  return {
    seen(instance, stream) {
      const streamId = bindings.streamOf(instance.name, stream.id);
      if (streamId === undefined) return;
      const others = stream.targets?.filter(({ id }) => bindings.targetOf(streamId, id) === undefined);
      if (others) foreign.note(streamId, others.length);
      const shown = JSON.stringify([stream, register.get(streamId)].map((one) => one && showStream(one)));
      if (settled.get(streamId) === shown) return;
      inTurn(streamId, () => look(instance, streamId, stream, shown));
    },
    async beforeChange(streamId, changes) {
      const instance = instances.find(bindings.placeOf(streamId)?.instance ?? "");
      // What reports every step by itself is changed by nobody else.
      if (!instance || instance.adapter.subscribe || !observes(instance.name)) return;
      try {
        await mutex.run(streamId, () => lookFirst(instance, streamId, changes));
      } catch (error) {
        if (!isMultistreamError(error)) throw error;
        log("debug", "a stream could not be read before a change", { streamId, code: error.code });
      }
    },
    missing(instance, streamId) {
      settled.delete(streamId);
      // After what is being done to the stream: we may be deleting it ourselves.
      inTurn(streamId, async () => {
        if (bindings.placeOf(streamId)?.instance === instance) await storeMissing(options, instance, streamId);
      });
    },
  };
}

/** What can drift of a stream, with its targets. */
function showStream({ name, enabled, targets }: Stream): unknown[] {
  return [name, enabled, targets?.map(showOf)];
}

/** What can drift of it. */
function showOf({ id, name, enabled, rendition, videoOnly, destination, bindings }: Target): unknown[] {
  return [id, name, enabled, rendition, videoOnly, destination, bindings];
}
