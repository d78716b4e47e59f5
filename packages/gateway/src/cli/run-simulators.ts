import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { extname } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { MultistreamError } from "@polycast/core";
import * as z from "zod";

/** A simulator that is up. */
const startedSchema = z.object({
  provider: z.string(),
  url: z.string(),
  controlUrl: z.string(),
  /** What to set where a program runs that is to call it. The credentials are made up. */
  environment: z.record(z.string(), z.string()),
});
export type StartedSimulator = z.output<typeof startedSchema>;

/** Simulators, each in a process of its own. */
export type RunningSimulators = {
  started: StartedSimulator[];
  /** Resolves when all have ended; rejects when one ends by itself. */
  ended: Promise<void>;
  stop: () => void;
};

/** How long one may take to stop before it is killed. */
const GRACE_MS = 3000;

/**
 * Starts simulators of providers on loopback ports.
 *
 * @param words of the command line of each
 * @param program of `@polycast/simulators`
 * @throws MultistreamError with what the first that fails has said
 */
export async function runSimulators(
  words: readonly (readonly string[])[],
  program: string = simulatorProgram(),
): Promise<RunningSimulators> {
  let isStopping = false;
  const children = words.map((args) => {
    const command = [...process.execArgv, program, ...args, "--json"];
    const child = spawn(process.execPath, command, { stdio: ["ignore", "pipe", "pipe"] });
    return { child, said: firstLine(child), exited: once(child, "exit") };
  });
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    for (const { child } of children) {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), GRACE_MS).unref();
    }
  };
  const ended = Promise.all(
    children.map(async ({ exited }) => {
      const [code] = await exited;
      if (isStopping) return;
      stop();
      // Ctrl-C reaches everybody in a terminal: one that ends well has heard it before us.
      if (code === 0) return;
      throw new MultistreamError("internal", "A simulator has ended by itself.");
    }),
  ).then(() => {});
  // It counts only for who waits for it.
  ended.catch(() => {});
  try {
    return { started: await Promise.all(children.map(({ said }) => said)), ended, stop };
  } catch (error) {
    stop();
    await Promise.all(children.map(({ exited }) => exited));
    throw error;
  }
}

/** What a simulator says once it is up. @throws MultistreamError with its own words when it ends instead */
async function firstLine(child: ChildProcess): Promise<StartedSimulator> {
  let complaint = "";
  child.stderr?.on("data", (bytes: Uint8Array) => (complaint = (complaint + String(bytes)).slice(-2000)));
  const lines = createInterface({ input: child.stdout ?? process.stdin });
  for await (const line of lines) return startedSchema.parse(JSON.parse(line));
  throw new MultistreamError("conflict", complaint.trim() || "A simulator does not start.", {
    hint: "Choose another port with --port.",
  });
}

/** The package is loaded only for this: a gateway runs without it. */
function simulatorProgram(): string {
  try {
    const door = import.meta.resolve("@polycast/simulators/serve");
    return fileURLToPath(new URL(`cli/main${extname(door)}`, door));
  } catch (cause) {
    throw new MultistreamError("unsupported", "The simulators are not installed.", {
      hint: "Run `npm install @polycast/simulators` and try again.",
      cause,
    });
  }
}
