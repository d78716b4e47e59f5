import { untilAborted } from "../calls/until-aborted.ts";

/** Where the HTTP client takes time and chance from; tests give their own. */
export type HttpClock = {
  /** Milliseconds that only grow. */
  now(): number;
  /** Milliseconds since 1970. */
  wall(): number;
  /** Runs something after so many milliseconds, unless the returned function is called before. */
  after(ms: number, run: () => void): () => void;
  /** At least 0, less than 1. */
  random(): number;
};

/** The longest that a timer can run; it fires at once when it is given more. About 25 days. */
export const MAX_TIMER_MS = 2 ** 31 - 1;

/** The machine's own. */
export const systemClock: HttpClock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, Math.min(ms, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};

/** Waits so many milliseconds. @throws the signal's reason as soon as it aborts */
export async function pause(ms: number, signal: AbortSignal, clock: HttpClock = systemClock): Promise<void> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<void>();
  const stop = clock.after(ms, over.resolve);
  try {
    await untilAborted(signal, over.promise);
  } finally {
    stop();
  }
}
