import type { Observation } from "../contract/observation.ts";
import type { Wish } from "../contract/wish.ts";
import type { Stream } from "../model/stream.ts";
import { applyObservation } from "../state/apply-observation.ts";
import { applyWish } from "../state/apply-wish.ts";
import type { EventDraft } from "../state/facts-between.ts";
import type { Known } from "../state/known.ts";
import { withStream } from "../state/show-known.ts";
import type { Read } from "./read-stream.ts";

/** What is known next (nothing: the stream is gone, or was never there), and what is worth telling. */
export type Learnt = { known: Known | undefined; events: EventDraft[] };

/**
 * Turns what is known of a stream, what was said of it and, where it was read, what that told, into what is known next.
 * Pure. Who is new is no news the first time that the stream is seen at all; its states are, as soon as they are told.
 */
export function learn(
  before: Known | undefined,
  { observations, read }: { observations: readonly Observation[]; read?: Read | undefined },
  at: string,
): Learnt {
  let known = before;
  const events: EventDraft[] = [];
  if (read) {
    if (known && read.stream) known = withFacts(known, read.stream);
    const changes = read.stream ? changesTo(before, read.stream) : [goneOf(before)];
    for (const change of changes) {
      const applied = change && applyWish(known, change, at);
      if (applied) known = applied.known;
      if (applied && before) events.push(...applied.events);
    }
  }
  for (const observation of [...observations, ...(read?.observations ?? [])]) {
    if (!known) break;
    const applied = applyObservation(known, observation, at);
    known = applied.known;
    events.push(...applied.events);
  }
  return { known, events };
}

/** What somebody asks for. The rest of a stream or a target is as the provider has it, and differs from read to read. */
const wishes: ReadonlySet<string> = new Set([
  "name",
  "enabled",
  "destination",
  "rendition",
  "videoOnly",
  "reference",
  "metadata",
  "pending",
]);

/** What was read, but for what somebody asks for: that a change of it is no event. */
function withFacts(known: Known, read: Stream): Known {
  const targets = known.stream.targets?.map((target) => {
    const now = read.targets?.find(({ id }) => id === target.id);
    return now ? mixed(target, now) : target;
  });
  return withStream(known, { ...mixed(known.stream, read), ...(targets && { targets }) });
}

/** The wishes of the one, and the rest of the other. */
function mixed<T extends object>(wished: T, other: T): T {
  const fields = [
    ...Object.entries(wished).filter(([name]) => wishes.has(name)),
    ...Object.entries(other).filter(([name]) => !wishes.has(name)),
  ];
  return Object.fromEntries(fields) as T;
}

/** What somebody must have changed for the stream to be as it was read. */
function changesTo(before: Known | undefined, stream: Stream): Wish[] {
  if (!before) return [{ what: "stream", did: "created", stream }];
  const known = new Set(before.stream.targets?.map(({ id }) => id));
  const there = new Set(stream.targets?.map(({ id }) => id));
  const gone = stream.targets ? (before.stream.targets ?? []).filter(({ id }) => !there.has(id)) : [];
  return [
    { what: "stream", did: "updated", stream },
    ...gone.map((target): Wish => ({ what: "target", did: "deleted", target })),
    ...(stream.targets ?? []).map((target): Wish => ({
      what: "target",
      did: known.has(target.id) ? "updated" : "created",
      target,
    })),
  ];
}

function goneOf(before: Known | undefined): Wish | undefined {
  return before && { what: "stream", did: "deleted", streamId: before.stream.id };
}
