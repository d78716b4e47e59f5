import { type Logger, pino } from "pino";
import type { LogLevel } from "../settings/log-level.ts";
import { openBoundedOutput, type Output } from "./bounded-output.ts";
import { readableLine } from "./readable-line.ts";
import { createTimeField } from "./time-field.ts";
import { isClean, scrubLine } from "./scrub-line.ts";
import { serializeError } from "./serialize-error.ts";

/** Writes log lines. `log.child({ requestId })` puts a field on every line that follows. */
export type Log = Logger;

export type LogOptions = {
  /** Default `info`. */
  level?: LogLevel;
  /** `json`: one object per line. `readable`: for people. Default: readable on a terminal. */
  format?: "json" | "readable";
  /** Default: standard output, in the background, bounded. */
  output?: Output;
};

/** Not `process.stdout.fd`: a worker thread has none. */
const STDOUT = 1;

/**
 * The log of a gateway. No credential leaves through it: every line is scrubbed on its way out. Errors go into the
 * field `err`, with their stacks only at `debug` and below. Request and answer bodies are never handed to it.
 *
 * `close` writes what still waits.
 */
export function createLog(options: LogOptions = {}): { log: Log; close(): Promise<void> } {
  const { level = "info" } = options;
  // Opening `process.stdout` makes a pipe non-blocking, without which a reader that stands still would stop the exit.
  const { isTTY } = process.stdout;
  const readable = (options.format ?? (isTTY ? "readable" : "json")) === "readable";
  const render = (line: string): string => {
    if (readable) return readableLine(scrubLine(line));
    return isClean(line) ? line : `${JSON.stringify(scrubLine(line))}\n`;
  };
  const output = options.output ?? openBoundedOutput(STDOUT, (count) => render(droppedNote(count)));
  const withStack = level === "debug" || level === "trace";
  const log = pino(
    {
      level,
      base: null,
      timestamp: createTimeField(),
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => serializeError(error, withStack) },
    },
    { write: (line) => output.write(render(line)) },
  );
  return { log, close: () => output.close() };
}

function droppedNote(count: number): string {
  const msg = `${count} log lines were dropped: the reader of the log is too slow.`;
  return `${JSON.stringify({ level: "warn", time: new Date().toISOString(), msg })}\n`;
}
