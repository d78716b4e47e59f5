/** Exit code of a process that a signal ended, by convention 128 + its number. */
const exitCodes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

/**
 * Closes cleanly on the first SIGINT, SIGTERM or SIGHUP and exits with 0; a second one exits at once.
 *
 * @param close what to end; a failure is printed and gives exit code 1
 */
export function shutDownOnSignal(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      if (closing) process.exit(exitCodes[signal]);
      closing = true;
      close().then(
        () => process.exit(0),
        (error: unknown) => {
          console.error(error instanceof Error ? error.message : error);
          process.exit(1);
        },
      );
    });
  }
}
