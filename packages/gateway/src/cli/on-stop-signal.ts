/** Exit code of a process that a signal ended, by convention 128 + its number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * A terminal sends Ctrl-C to everybody in it, and whoever started us passes it on: the same wish, twice. What comes
 * later than this, in milliseconds, is another one.
 */
const SAME_WISH_MS = 1_000;

/** Calls `stop` on the first SIGINT, SIGTERM or SIGHUP; a second wish to stop exits at once. */
export function onStopSignal(stop: () => void): void {
  let stoppedAt: number | undefined;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (stoppedAt === undefined) {
        stoppedAt = performance.now();
        stop();
      } else if (performance.now() - stoppedAt > SAME_WISH_MS) {
        process.exit(exitCodes[signal]);
      }
    });
  }
}
