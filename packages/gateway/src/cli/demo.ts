import { defineCommand } from "citty";
import { runDemo } from "../demo/run-demo.ts";

/** `polycast demo`: the first five minutes, offline. */
export const demo = defineCommand({
  meta: { name: "demo", description: "Shows it all on this machine: no account, no FFmpeg, no network." },
  args: { once: { type: "boolean", default: false, description: "End after the story: exit code 0, or 1." } },
  async run({ args }) {
    const stop = new AbortController();
    process.once("SIGINT", () => stop.abort());
    process.once("SIGTERM", () => stop.abort());
    try {
      await runDemo({ once: args.once, signal: stop.signal });
    } catch (error) {
      if (!stop.signal.aborted) {
        console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
        process.exitCode = 1;
      } else if (args.once) {
        process.exitCode = 130;
      }
    }
  },
});
