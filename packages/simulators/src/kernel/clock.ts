import type { Clock, ManualClock } from "./types.ts";

/** The clock of this machine. Its timers keep no process alive. */
export function realClock(): Clock {
  return {
    now: () => Date.now(),
    after(ms, run) {
      const timer: unknown = setTimeout(() => void run(), ms);
      if (isUnrefable(timer)) timer.unref();
      return () => clearTimeout(timer as Parameters<typeof clearTimeout>[0]);
    },
  };
}

function isUnrefable(timer: unknown): timer is { unref(): void } {
  return typeof timer === "object" && timer !== null && "unref" in timer;
}

/** How long one timer's work may hold the clock: long enough for a signature, short enough for an answer that never comes. */
const PATIENCE_MS = 100;

/** A clock that stands at `start` (milliseconds since 1970; default 2026-01-02T03:04:05Z) until it is moved. */
export function manualClock(start: number = Date.UTC(2026, 0, 2, 3, 4, 5)): ManualClock {
  let now = start;
  let order = 0;
  const timers = new Set<{ due: number; order: number; run: () => unknown }>();

  const next = (until: number) =>
    [...timers].filter(({ due }) => due <= until).toSorted((a, b) => a.due - b.due || a.order - b.order)[0];

  return {
    now: () => now,
    after(ms, run) {
      const timer = { due: now + Math.max(0, ms), order: order++, run };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    async advance(ms) {
      const end = now + ms;
      await turn();
      for (let timer = next(end); timer; timer = next(end)) {
        timers.delete(timer);
        now = Math.max(now, timer.due);
        await Promise.race([timer.run(), pause(PATIENCE_MS)]);
        await turn();
      }
      now = Math.max(now, end);
    },
  };
}

const pause = (ms: number) => new Promise<void>((done) => void setTimeout(done, ms));
/** Lets everything run that waits for nothing but its turn. */
const turn = () => pause(0);
