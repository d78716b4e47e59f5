import type { Clock } from "./clock.ts";

/** A clock that stands still until it is told to go on. */
export type ManualClock = Clock & { advance(ms: number): void };

/** Makes one that begins at a time, in milliseconds since the epoch. */
export function createManualClock(start = Date.parse("2026-01-02T03:04:05.000Z")): ManualClock {
  let now = start;
  let waiting: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    after(ms, callback) {
      const entry = { at: now + ms, callback };
      waiting.push(entry);
      return () => (waiting = waiting.filter((other) => other !== entry));
    },
    advance(ms) {
      now += ms;
      const due = waiting.filter(({ at }) => at <= now);
      waiting = waiting.filter(({ at }) => at > now);
      for (const { callback } of due) callback();
    },
  };
}
