import { styleText } from "node:util";
import type { LogRecord } from "./scrub-line.ts";

const colours = {
  fatal: "magenta",
  error: "red",
  warn: "yellow",
  info: "green",
  debug: "blue",
  trace: "gray",
} as const;

/** A record for a person at a terminal: `12:00:01.123 info  stream live  streamId=str_0Vt… ms=12`, always one line. */
export function readableLine({ time, level, msg, ...fields }: LogRecord): string {
  const clock = typeof time === "string" ? time.slice(11, 23) : "";
  const rest = Object.entries(fields).map(([name, value]) => styleText("dim", `${name}=${show(value)}`));
  return `${[styleText("dim", clock), showLevel(level), withoutControls(typeof msg === "string" ? msg : ""), ...rest].join(" ")}\n`;
}

function showLevel(level: unknown): string {
  const word = String(level);
  return word in colours ? styleText(colours[word as keyof typeof colours], word.padEnd(5)) : word;
}

/** A plain word stays plain, everything else is JSON, so that no value can pretend to be another field. */
function show(value: unknown): string {
  return typeof value === "string" && /^[\w.:/@-]+$/u.test(value) ? value : withoutControls(JSON.stringify(value));
}

/** Control characters could move the cursor or fake a second line. */
function withoutControls(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
