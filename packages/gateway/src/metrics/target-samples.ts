import type { Target } from "@polycast/core";

/** What has happened to a target between two looks. */
export type TargetDelta = {
  /** Seconds by state. */
  seconds: readonly [state: string, seconds: number][];
  bytes: number;
};

type Sample = { state: string; since: string | undefined; bytes: number };

/** Looks at targets now and then, and tells what has happened since. */
export type TargetSamples = {
  /** Takes in all targets there are; what is not among them is forgotten. Times are milliseconds since the epoch. */
  take(targets: Iterable<Target>, now: number, each: (target: Target, delta: TargetDelta) => void): void;
};

/** Makes it. It holds one small entry per target. */
export function createTargetSamples(startedAt: number): TargetSamples {
  let samples = new Map<string, Sample>();
  let lookedAt = startedAt;
  return {
    take(targets, now, each) {
      const next = new Map<string, Sample>();
      for (const target of targets) {
        const { state, since, bytesSent } = target.status;
        const before = samples.get(target.id);
        const counted = before?.bytes ?? 0;
        const told = bytesSent ?? 0;
        // Fewer while nothing else has changed is a figure of before; else a new session counts from nothing.
        const isOlder = told < counted && since !== undefined && since === before?.since;
        const bytes = isOlder ? counted : told;
        const grown = bytes >= counted ? bytes - counted : bytes;
        next.set(target.id, { state, since, bytes });
        const sinceAt = since === undefined ? lookedAt : Date.parse(since);
        each(target, { seconds: secondsOf(before?.state, state, sinceAt, lookedAt, now), bytes: grown });
      }
      samples = next;
      lookedAt = now;
    },
  };
}

/** The time before the state began is the former one's; what lay between is not seen. */
function secondsOf(
  before: string | undefined,
  state: string,
  since: number,
  lookedAt: number,
  now: number,
): [string, number][] {
  const began = Math.min(Math.max(since, lookedAt), now);
  const current: [string, number] = [state, Math.max(0, now - began) / 1000];
  return before === undefined ? [current] : [[before, Math.max(0, began - lookedAt) / 1000], current];
}
