import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** A process of its own that runs a file beside this one. */
export type Child = {
  /** The next line of its standard output; `undefined` at the end. */
  nextLine(): Promise<string | undefined>;
  /** All lines that are still to come, up to its end. */
  rest(): Promise<string[]>;
  kill(): void;
};

/** Runs a TypeScript file with arguments; killed at the latest with the test. */
export function runChild(file: URL, ...args: string[]): Child {
  const child: ChildProcessByStdio<null, Readable, null> = spawn(
    process.execPath,
    ["--conditions=@polycast/source", fileURLToPath(file), ...args],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  onTestFinished(() => {
    child.kill("SIGKILL");
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const nextLine = async (): Promise<string | undefined> => {
    const { value, done } = await lines.next();
    return done ? undefined : value;
  };
  return {
    nextLine,
    async rest() {
      const all: string[] = [];
      for (let line = await nextLine(); line !== undefined; line = await nextLine()) all.push(line);
      return all;
    },
    kill: () => child.kill("SIGKILL"),
  };
}
