import type { Stream, Target } from "@polycast/core";
import { applyObservation, type EventDraft, type Known } from "@polycast/core/host";
import { type Observation } from "@polycast/core/provider";
import { type Clock, toTimestamp } from "./clock.ts";

/** What is observed of every stream, in memory. The wanted part of what it holds may be stale; answers take it from the store. */
export type Register = {
  get(streamId: string): Stream | undefined;
  target(streamId: string, targetId: string): Target | undefined;
  /** Takes in a stream, or its new wanted state. What was seen of it before still counts. */
  put(stream: Stream): void;
  putTarget(target: Target): void;
  remove(streamId: string): void;
  removeTarget(streamId: string, targetId: string): void;
  /**
   * Takes in what a provider reports, in our ids. A late report changes nothing, one with only new numbers yields no
   * event.
   */
  observe(observation: Observation): EventDraft | undefined;
  /** Takes in what a provider answered to a call, unless it reported something newer by itself since `mark`. */
  answer(observation: Observation, mark: number): EventDraft | undefined;
  /** Counts the reports of a stream or target so far. */
  mark(streamId: string, targetId?: string): number;
};

/** Makes an empty register. */
export function createRegister(clock: Clock): Register {
  const streams = new Map<string, Known>();

  const seenOf = (streamId: string, targetId: string | undefined): number =>
    streams.get(streamId)?.seen.get(targetId ?? "stream") ?? -1;

  const replaceTargets = (streamId: string, change: (targets: Target[]) => Target[]): void => {
    const known = streams.get(streamId);
    if (!known) return;
    const targets = change(known.stream.targets ?? []);
    streams.set(streamId, { ...known, stream: { ...known.stream, targets } });
  };

  const apply = (observation: Observation, keepSeen: boolean): EventDraft | undefined => {
    const known = streams.get(observation.streamId);
    if (!known) return undefined;
    const before = keepSeen ? { ...known, seen: new Map<string, number>() } : known;
    const after = applyObservation(before, observation, toTimestamp(clock.now()));
    streams.set(observation.streamId, keepSeen ? { ...after.known, seen: known.seen } : after.known);
    return after.event;
  };

  return {
    get: (streamId) => streams.get(streamId)?.stream,
    target: (streamId, targetId) => streams.get(streamId)?.stream.targets?.find((target) => target.id === targetId),
    put: (stream) => void streams.set(stream.id, { stream, seen: streams.get(stream.id)?.seen ?? new Map() }),
    putTarget(target) {
      replaceTargets(target.streamId, (targets) => [...targets.filter((other) => other.id !== target.id), target]);
    },
    remove: (streamId) => void streams.delete(streamId),
    removeTarget(streamId, targetId) {
      replaceTargets(streamId, (targets) => targets.filter((target) => target.id !== targetId));
    },
    mark: seenOf,
    observe: (observation) => apply(observation, false),
    answer(observation, mark) {
      const targetId = observation.kind === "stream" ? undefined : observation.targetId;
      return seenOf(observation.streamId, targetId) === mark ? apply(observation, true) : undefined;
    },
  };
}
