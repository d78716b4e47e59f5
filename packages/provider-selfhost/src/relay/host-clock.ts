import { type Clock, systemClock } from "../hub/clock.ts";

/** The clock of the thread that owns a relay. Its timers keep the process alive: a relay that is coming back does too. */
export const hostClock: Clock = {
  ...systemClock,
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
};
