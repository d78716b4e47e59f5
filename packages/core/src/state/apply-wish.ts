import type { Wish } from "../contract/wish.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { beginKnown } from "./begin-known.ts";
import { type EventDraft, targetFacts } from "./facts-between.ts";
import type { Known } from "./known.ts";
import { withStream } from "./show-known.ts";
import { streamWish, targetWish } from "./wish-event.ts";

/** What is known next (nothing: the stream is gone), and what is worth telling. */
type Applied = { known: Known | undefined; events: EventDraft[] };

const unobserved = { state: "unknown", source: "assumed" } as const;

/**
 * Turns what is known and one change that was asked for into what is known next, and its events. Pure. What is observed
 * stays as it is: an answer's status may be older than what has been told already. A change that is known already, or
 * that changed nothing, yields no event.
 */
export function applyWish(known: Known | undefined, wish: Wish, at: string): Applied {
  if (wish.what === "stream") {
    if (wish.did === "deleted") return forgetStream(known, at);
    if (wish.did === "read") return known ? readStream(known, wish.stream, at) : { known, events: [] };
    return known ? updateStream(known, wish.stream, at) : learnStream(wish.stream, at);
  }
  if (!known) return { known, events: [] };
  const { id } = wish.target;
  const before = known.stream.targets?.find((target) => target.id === id);
  if (wish.did === "deleted") return before ? forgetTarget(known, before, at) : { known, events: [] };
  return before ? updateTarget(known, before, wish.target, at) : learnTarget(known, wish.target, at);
}

/** A stream that appears, with its targets. Its states count as untold, so that the first observation is an event. */
function learnStream(stream: Stream, at: string): Applied {
  let known = beginKnown({ ...stream, status: unobserved, targets: [] });
  const events: EventDraft[] = [streamWish("stream.created", stream, at)];
  for (const target of stream.targets ?? []) {
    const learnt = learnTarget(known, target, at);
    known = learnt.known;
    events.push(...learnt.events);
  }
  return { known, events };
}

function learnTarget(known: Known, target: Target, at: string): { known: Known; events: EventDraft[] } {
  const targets = [...(known.stream.targets ?? []), target];
  return {
    known: withStream(known, { ...known.stream, targets }),
    events: [targetWish("target.created", target, at, {}, known.stream)],
  };
}

function updateStream(known: Known, answer: Stream, at: string): { known: Known; events: EventDraft[] } {
  const { status: _now, session: _session, targets: answered = [], ...rest } = answer;
  const { status, session: _before, targets = answered, ...wished } = known.stream;
  const changed = differences(wished, rest);
  const next = withStream(known, { ...rest, status, targets });
  if (changed.length === 0) return { known: next, events: [] };
  const { targets: _targets, ...stream } = next.stream;
  const event = streamWish("stream.updated", stream, at, { changed, previous: pick(known.stream, changed) });
  return { known: next, events: [event] };
}

/** Who is new to us may be gone again, where the reading is older than ours: who is there is told by other words. */
function readStream(before: Known, read: Stream, at: string): { known: Known; events: EventDraft[] } {
  const updated = updateStream(before, read, at);
  const events = [...updated.events];
  let { known } = updated;
  for (const answer of read.targets ?? []) {
    const target = known.stream.targets?.find(({ id }) => id === answer.id);
    if (!target) continue;
    const applied = updateTarget(known, target, answer, at);
    known = applied.known;
    events.push(...applied.events);
  }
  return { known, events };
}

function updateTarget(
  known: Known,
  before: Target,
  answer: Target,
  at: string,
): { known: Known; events: EventDraft[] } {
  const { status, ...wished } = before;
  const { status: _answer, ...rest } = answer;
  const changed = differences(wished, rest);
  const told = { ...rest, status };
  const targets = known.stream.targets?.map((other) => (other.id === told.id ? told : other)) ?? [];
  const next = withStream(known, { ...known.stream, targets });
  if (changed.length === 0) return { known: next, events: [] };
  const previous = pick(before, changed);
  const wish = targetWish("target.updated", told, at, { changed, previous }, known.stream);
  return { known: next, events: [wish, ...targetFacts(known, next, { observedAt: at })] };
}

function forgetStream(known: Known | undefined, at: string): Applied {
  if (!known) return { known: undefined, events: [] };
  const { stream } = known;
  const gone = (stream.targets ?? []).map((target) => targetWish("target.deleted", target, at, {}, stream));
  return { known: undefined, events: [...gone, streamWish("stream.deleted", stream, at)] };
}

function forgetTarget(known: Known, gone: Target, at: string): Applied {
  const targets = known.stream.targets?.filter((target) => target.id !== gone.id) ?? [];
  const event = targetWish("target.deleted", gone, at, {}, known.stream);
  return { known: withStream(known, { ...known.stream, targets }), events: [event] };
}

/** Names of the fields that differ, by their JSON: these are plain data. */
function differences(before: object, after: object): string[] {
  const left = new Map(Object.entries(before));
  const right = new Map(Object.entries(after));
  const names = new Set([...left.keys(), ...right.keys()]);
  return [...names].filter((name) => JSON.stringify(left.get(name)) !== JSON.stringify(right.get(name)));
}

function pick<T extends object>(thing: T, names: readonly string[]): Partial<T> {
  return Object.fromEntries(Object.entries(thing).filter(([name]) => names.includes(name))) as Partial<T>;
}
