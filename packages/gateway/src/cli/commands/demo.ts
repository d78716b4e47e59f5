import { cliCommand } from "../command.ts";
import { describeFailure } from "../report-failure.ts";

const flags = {
  once: { type: "boolean", default: false, description: "End after the story: exit code 0, or 1." },
} as const;

/** `polycast demo`: the first five minutes, offline. */
export const demo = cliCommand({
  name: "demo",
  description: "Shows it all on this machine: no account, no FFmpeg, no network.",
  args: flags,
  async run({ once }, io) {
    const { runDemo } = await import("../../demo/run-demo.ts");
    const stop = new AbortController();
    io.onStop(() => stop.abort());
    let exitCode = 0;
    try {
      await runDemo({ once, signal: stop.signal });
    } catch (error) {
      if (stop.signal.aborted) exitCode = once ? 130 : 0;
      else {
        io.err(describeFailure(error));
        exitCode = 1;
      }
    }
    // The signal handlers would not keep the process, but an HTTP connection of the demo's own may, for seconds.
    process.exit(exitCode);
  },
});
