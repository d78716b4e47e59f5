import type { HttpClock } from "./clock.ts";

const START = Date.UTC(2026, 0, 1);

/** A clock whose hands a test turns. Timers run in the order of their times. */
export function manualClock(): HttpClock & { readonly pending: number; advance(ms: number): void } {
  let elapsed = 0;
  let timers: { at: number; run: () => void }[] = [];
  return {
    get pending() {
      return timers.length;
    },
    now: () => elapsed,
    wall: () => START + elapsed,
    random: () => 0.5,
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
        const [next] = timers.filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        timers = timers.filter((other) => other !== next);
        elapsed = next.at;
        next.run();
      }
      elapsed = end;
    },
  };
}

/** How long an attempt may take under a skipping clock; no wait of the client's own takes so long. */
export const ATTEMPT_TIMEOUT_MS = 777_777;

/**
 * A clock on which every wait is over at once and is written down, but for the limit of an attempt, which is over when
 * the test says so.
 */
export function skippingClock(): HttpClock & {
  readonly waits: number[];
  readonly underWay: number;
  timeOut: () => void;
} {
  const waits: number[] = [];
  const limits = new Set<() => void>();
  let elapsed = 0;
  return {
    waits,
    /** Attempts whose limit still runs. */
    get underWay() {
      return limits.size;
    },
    now: () => elapsed,
    wall: () => START + elapsed,
    random: () => 0,
    after(ms, run) {
      if (ms === ATTEMPT_TIMEOUT_MS) {
        limits.add(run);
        return () => limits.delete(run);
      }
      waits.push(ms);
      let cancelled = false;
      queueMicrotask(() => {
        if (cancelled) return;
        elapsed += ms;
        run();
      });
      return () => {
        cancelled = true;
      };
    },
    timeOut: () => {
      for (const run of limits) run();
    },
  };
}
