import type { Cadence } from "./cadence.ts";
import { dueAt, type Followed, isOn, MIN_GAP_MS, waitFor, type Watched } from "./followed.ts";

/** Streams on one page of a list. */
const PAGE = 100;
/** The part of a minute's looks that live streams may take one by one. */
const ALONE_SHARE = 0.75;

/** One thing to read: a stream, or all of them together. */
export type Look = { kind: "one"; stream: Followed } | { kind: "all" };

/** The list of all streams, as one thing that is looked at. */
export type WatchedList = Watched & {
  inFlight: boolean;
  /** How many streams it had, or may have. */
  size: number;
};

export type PlanInput = {
  followed: Iterable<Followed>;
  list: WatchedList;
  /** Read the list however few are followed: new streams are looked for. */
  discover: boolean;
  now: number;
  cadence: Cadence;
};

/** What to read now, the most urgent first, and when the next thing is due that is not due yet. */
export type Plan = { looks: Look[]; nextAt: number };

/** Lower goes first; within one the earliest. */
const urgency = { overdue: 0, live: 1, changed: 2, quiet: 3, left: 4 } as const;
type Group = Exclude<keyof typeof urgency, "overdue">;

/** What reading all streams counts as. */
export function listCost({ size }: { size: number }): number {
  return Math.max(1, Math.ceil(size / PAGE));
}

/**
 * Decides what to read one by one and what together. Alone: those that the list leaves out, live ones as long as the
 * budget lasts for it or the list fails, and those that may have changed while they are no more than the list has pages.
 * All others together. What is overdue by more than an idle wait goes first, so that live streams do not keep the others
 * out. Pure.
 */
export function planPolls({ followed, list, discover, now, cadence }: PlanInput): Plan {
  const groups = groupsOf(followed, now);
  const { live, changed, quiet, left } = groups;
  const pages = listCost(list);
  const liveFit = live.length * (60_000 / cadence.liveMs) <= cadence.perMinute * ALONE_SHARE;
  const together: Group[] = [];
  if (!liveFit && live.length > pages && list.failures === 0) together.push("live");
  if (changed.length > pages) together.push("changed");
  if (quiet.length > 1 || (quiet.length === 1 && (discover || together.length > 0))) together.push("quiet");

  const at = (stream: Followed): number => dueAt(stream, waitFor(stream, now, cadence));
  const all: { at: number; of: Group; look: Look }[] = [];
  for (const [of, streams] of [
    ["live", live],
    ["changed", changed],
    ["quiet", quiet],
    ["left", left],
  ] as const) {
    if (together.includes(of)) continue;
    for (const stream of streams) {
      if (stream.inFlight) continue;
      all.push({ at: at(stream), of: isOn(stream) ? "live" : of, look: { kind: "one", stream } });
    }
  }
  if (!list.inFlight && (discover || together.length > 0)) {
    const soonest = together
      .flatMap((of) => groups[of])
      .reduce((soonest, stream) => Math.min(soonest, at(stream)), Infinity);
    const own = discover ? dueAt(list, cadence.idleMs) : Infinity;
    const due = Math.max(list.notBefore, list.startedAt + MIN_GAP_MS, Math.min(soonest, own));
    all.push({ at: due, of: together[0] ?? "quiet", look: { kind: "all" } });
  }

  const rank = (one: { at: number; of: Group }): number => urgency[now - one.at > cadence.idleMs ? "overdue" : one.of];
  const due = all.filter((one) => one.at <= now).toSorted((a, b) => rank(a) - rank(b) || a.at - b.at);
  const nextAt = all.reduce((next, one) => (one.at > now ? Math.min(next, one.at) : next), Infinity);
  return { looks: due.map(({ look }) => look), nextAt };
}

function groupsOf(followed: Iterable<Followed>, now: number): Record<Group, Followed[]> {
  const groups = { live: [], changed: [], quiet: [], left: [] } as Record<Group, Followed[]>;
  for (const stream of followed) groups[groupOf(stream, now)].push(stream);
  return groups;
}

function groupOf(stream: Followed, now: number): Group {
  if (stream.missed > 0) return "left";
  if (isOn(stream)) return "live";
  return now < stream.changedUntil ? "changed" : "quiet";
}
