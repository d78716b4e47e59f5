import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { waitFor } from "./wait-for.ts";

/** What is kept of a child's output: enough for every log of a test run. */
const MAX_OUTPUT = 8 * 1024 * 1024;
const TERM_GRACE_MS = 5_000;

const running = new Set<ChildProcess>();
process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});

export type ChildOptions = { cwd?: string; env?: NodeJS.ProcessEnv };

/** A program that a test started; stopped on disposal, and killed when the test process ends before. */
export type Child = AsyncDisposable & {
  readonly pid: number;
  /** Everything it printed so far on stdout and stderr (the first 8 MiB). */
  output(): string;
  /** Waits until the output has `pattern`; rejects with the output when the child ends or the deadline passes first. */
  waitForOutput(pattern: RegExp, deadlineMs?: number): Promise<void>;
  /** Settles with the exit code, or the name of the signal that ended it. */
  readonly exited: Promise<number | string>;
  signal(name: NodeJS.Signals): void;
  /** SIGTERM, after 5 s SIGKILL; waits for the end. Does nothing where it has ended already. */
  stop(): Promise<void>;
  /** SIGKILL; waits for the end. */
  kill(): Promise<void>;
};

/** Starts a program; rejects where it cannot be started. */
export async function startChild(command: string, args: readonly string[], options: ChildOptions = {}): Promise<Child> {
  const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text: string) => {
      if (output.length < MAX_OUTPUT) output += text;
    });
  }
  let ended = false;
  // `close` comes after the last byte of output, `exit` may come before it.
  const exited = new Promise<number | string>((resolve) => {
    child.once("close", (code, signal) => {
      ended = true;
      running.delete(child);
      resolve(code ?? signal ?? "unknown");
    });
  });
  await once(child, "spawn");
  running.add(child);
  const { pid } = child;
  if (pid === undefined) throw new Error(`${command} has no process id`);

  const kill = async (): Promise<void> => {
    if (!ended) child.kill("SIGKILL");
    await exited;
  };
  const stop = async (): Promise<void> => {
    if (ended) return;
    child.kill("SIGTERM");
    // A stopped process takes SIGTERM only once it goes on.
    child.kill("SIGCONT");
    const grace = new AbortController();
    const late = delay(TERM_GRACE_MS, undefined, { signal: grace.signal }).then(kill, () => undefined);
    await exited;
    grace.abort();
    await late;
  };
  return {
    pid,
    output: () => output,
    waitForOutput: async (pattern, deadlineMs) => {
      await waitFor(`${command} to print ${String(pattern)}`, () => ended || pattern.test(output), deadlineMs);
      if (!pattern.test(output)) throw new Error(`${command} ended without printing ${String(pattern)}:\n${output}`);
    },
    exited,
    signal: (name) => void child.kill(name),
    stop,
    kill,
    [Symbol.asyncDispose]: stop,
  };
}
