import { isMultistreamError } from "@polycast/core";

const KIND = /^[A-Z]\w{0,40}$/iu;
/** A file and a line of a stack; of its path nothing. */
const PLACE = /([\w.-]+\.[cm]?[jt]s):(\d+):\d+\)?$/mu;

/**
 * An error in a log line. The message of what is none of ours is not repeated, because nobody knows what it holds: its
 * kind, its code and the place where it arose are.
 */
export function describeError(error: unknown): string {
  if (isMultistreamError(error)) return error.message;
  if (!(error instanceof Error)) return "unexpected";
  const code = "code" in error ? error.code : undefined;
  const kinds = [error.name, code].filter((kind): kind is string => typeof kind === "string" && KIND.test(kind));
  return ["unexpected", ...kinds, ...placeOf(error)].join(" ");
}

function placeOf({ message, stack = "" }: Error): string[] {
  // The message stands before the frames, and may look like one.
  const start = stack.indexOf(message);
  const [, file, line] = PLACE.exec(start < 0 ? "" : stack.slice(start + message.length)) ?? [];
  return file === undefined ? [] : [`at ${file}:${line}`];
}
