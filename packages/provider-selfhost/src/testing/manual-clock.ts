import type { Clock } from "../hub/clock.ts";

/** A clock whose hands a test turns. */
export type ManualClock = Clock & {
  /** Timers that are set. */
  readonly pending: number;
  /** Lets time pass; timers run when they are due. */
  advance(ms: number): void;
  /** Lets time pass over a thread that stands still: timers that were due run late, at its end. */
  stall(ms: number): void;
};

/** Starts at 2026-01-01T00:00:00Z; timers run in the order of their times. */
export function createManualClock(): ManualClock {
  const epoch = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let timers: { at: number; run: () => void }[] = [];
  const runUntil = (end: number, reach: (at: number) => void): void => {
    for (;;) {
      const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
      if (!next) return;
      timers = timers.filter((other) => other !== next);
      reach(next.at);
      next.run();
    }
  };
  return {
    get pending() {
      return timers.length;
    },
    now: () => elapsed,
    wall: () => epoch + elapsed,
    after(ms, run) {
      const timer = { at: elapsed + ms, run };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(ms) {
      const end = elapsed + ms;
      runUntil(end, (at) => (elapsed = at));
      elapsed = end;
    },
    stall(ms) {
      elapsed += ms;
      runUntil(elapsed, () => undefined);
    },
  };
}
