import type { Clock } from "../hub/clock.ts";

/** A clock whose hands a test turns. */
export type ManualClock = Clock & { advance(ms: number): void };

/** Starts at 2026-01-01T00:00:00Z; timers run in the order of their times. */
export function createManualClock(): ManualClock {
  const epoch = Date.UTC(2026, 0, 1);
  let elapsed = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
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
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        elapsed = next.at;
        next.run();
      }
      elapsed = end;
    },
  };
}
