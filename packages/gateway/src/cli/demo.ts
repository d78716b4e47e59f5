import { defineCommand } from "citty";
import { reportFailure } from "./report-failure.ts";
import { onStopSignal } from "./on-stop-signal.ts";
import { runDemo } from "../demo/run-demo.ts";
import { checkArgs } from "./check-args.ts";
import { refuseUsage } from "./refuse-usage.ts";

const flags = {
  once: { type: "boolean", default: false, description: "End after the story: exit code 0, or 1." },
} as const;

/** `polycast demo`: the first five minutes, offline. */
export const demo = defineCommand({
  meta: { name: "demo", description: "Shows it all on this machine: no account, no FFmpeg, no network." },
  args: flags,
  async run({ args, rawArgs }) {
    const fault = checkArgs({ args, rawArgs }, flags);
    if (fault !== undefined) return refuseUsage(fault, "polycast demo");
    const stop = new AbortController();
    onStopSignal(() => stop.abort());
    try {
      await runDemo({ once: args.once, signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) {
        reportFailure(error);
        process.exitCode = 1;
      } else if (args.once) {
        process.exitCode = 130;
      }
    }
    // The signal handlers would not keep the process, but an HTTP connection of the demo's own may, for seconds.
    process.exit();
  },
});
