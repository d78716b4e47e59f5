import type { Stream, Target } from "@polycast/core";
import { applyObservation, type EventDraft, type Known, type Tick, withStream } from "@polycast/core/host";
import type { Observation } from "@polycast/core/provider";
import { type Clock, toTimestamp } from "../clock.ts";
import { isOfLost, withLost } from "./lost-targets.ts";

/** What one observation has changed. */
export type Applied = {
  events: readonly EventDraft[];
  /** Something newer was known, and it says something else. */
  superseded: boolean;
  /** Is anything other than before? */
  changed: boolean;
};

/** What is observed of every stream, in memory. The wanted part of what it holds may be stale; answers take it from the store. */
export type Register = {
  get(streamId: string): Stream | undefined;
  /** All of it, for counting. */
  all(): Iterable<Stream>;
  target(streamId: string, targetId: string): Target | undefined;
  /** What has been seen, and what follows from it. */
  known(streamId: string): Known | undefined;
  /** Takes in a stream with what was seen of it. */
  begin(known: Known): void;
  /** Takes in the new wanted state of a stream. What was seen still counts. */
  put(stream: Stream): void;
  /** The same of a target of one. @param target `enabled` says whether it is on: see `heldTarget` */
  putTarget(target: Target): void;
  /** A target as it would be shown if it were so, be it new or not. */
  preview(target: Target): Target;
  remove(streamId: string): void;
  removeTarget(streamId: string, targetId: string): void;
  /** Takes in what was observed, in our ids; nothing where the stream is none of ours. */
  apply(observation: Observation | Tick): Applied | undefined;
};

/** Makes an empty register. */
export function createRegister(clock: Clock): Register {
  const streams = new Map<string, Known>();

  const change = (streamId: string, next: (stream: Stream) => Stream): void => {
    const known = streams.get(streamId);
    if (known) streams.set(streamId, withLost(withStream(known, next(known.stream))));
  };

  return {
    get: (streamId) => streams.get(streamId)?.stream,
    *all() {
      for (const { stream } of streams.values()) yield stream;
    },
    target: (streamId, targetId) => streams.get(streamId)?.stream.targets?.find((target) => target.id === targetId),
    known: (streamId) => streams.get(streamId),
    begin: (known) => void streams.set(known.stream.id, withLost(known)),
    put: (stream) => change(stream.id, () => stream),
    putTarget(target) {
      change(target.streamId, (stream) => ({ ...stream, targets: [...without(stream, target.id), target] }));
    },
    preview(target) {
      const known = streams.get(target.streamId);
      const shown = known && withStream(known, { ...known.stream, targets: [target] }).stream.targets?.[0];
      return shown ?? target;
    },
    remove: (streamId) => void streams.delete(streamId),
    removeTarget(streamId, targetId) {
      change(streamId, (stream) => ({ ...stream, targets: without(stream, targetId) }));
    },
    apply(observation) {
      const before = streams.get(observation.streamId);
      if (!before) return undefined;
      const applied = applyObservation(before, observation, toTimestamp(clock.now()));
      const known = withLost(applied.known);
      streams.set(observation.streamId, known);
      const events = applied.events.filter((draft) => !isOfLost(known, draft));
      return { events, superseded: applied.superseded, changed: known.registers !== before.registers };
    },
  };
}

function without({ targets = [] }: Stream, targetId: string): Target[] {
  return targets.filter(({ id }) => id !== targetId);
}
