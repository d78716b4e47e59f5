/** The exit code of a command line that was not understood, as shells and most programs have it. */
const USAGE = 2;

/** Tells what is wrong with a command line and where help is, and lets the process end with exit code 2. */
export function refuseUsage(fault: string, command: string): void {
  console.error(`✗ ${fault}\n  What there is: ${command} --help`);
  process.exitCode = USAGE;
}
