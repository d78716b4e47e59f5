/** Takes back what was arranged; harmless afterwards and when repeated. */
export type Cancel = () => void;

/** Time as the relay sees it, so that tests can turn the hands. */
export type Clock = {
  /** Monotonic milliseconds since an arbitrary moment: for durations and deadlines. */
  now(): number;
  /** Milliseconds since 1970: for times that people read. */
  wall(): number;
  /** Runs once after `ms` milliseconds. Does not keep the process alive. */
  after(ms: number, run: () => void): Cancel;
};

/** The clock of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  wall: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
