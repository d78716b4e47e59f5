import type { HttpClock } from "@polycast/core/provider";

/** Where the control plane takes its time from, so that tests can set it. */
export type Clock = {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls back once after so many milliseconds, unless the returned function is called before. Keeps no process alive. */
  after(ms: number, callback: () => void): () => void;
};

/** The time of this machine. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, callback) => {
    const timer = setTimeout(callback, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** The same clock for what core does. */
export function toHttpClock(clock: Clock): HttpClock {
  return {
    now: () => (clock === systemClock ? performance.now() : clock.now()),
    wall: () => clock.now(),
    after: (ms, run) => clock.after(ms, run),
    random: () => Math.random(),
  };
}

/** Milliseconds since the epoch as the model writes them: RFC 3339, UTC. */
export function toTimestamp(ms: number): string {
  return new Date(ms).toISOString();
}
