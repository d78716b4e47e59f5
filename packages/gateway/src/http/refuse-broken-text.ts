import { parseInput } from "@polycast/core/provider";
import * as z from "zod";

/** Issues that one answer tells at most. */
const MAX_ISSUES = 20;
/** Characters of a path that are told: the caller decides how deep a body is and how long its keys are. */
const MAX_PATH = 255;

const BROKEN = "a NUL (U+0000) or half of a surrogate pair";

const soundSchema = z.unknown().superRefine((input, context) => {
  let told = 0;
  for (const { path, message } of faultsOf(input)) {
    if (told++ === MAX_ISSUES) return;
    context.addIssue({ code: "custom", path: path === "" ? [] : [path], message });
  }
});

/**
 * Refuses text, wherever in an input, that not every store keeps as it is: a NUL, which PostgreSQL has no place for, and
 * half of a surrogate pair, which comes back as U+FFFD.
 *
 * @param what names the input in the error
 * @throws MultistreamError `invalid_argument` with an issue for each of the first 20
 */
export function refuseBrokenText(input: unknown, what: string): void {
  parseInput(soundSchema, input, what);
}

/** Without recursion: JSON may be nested deeper than the stack is. */
function* faultsOf(input: unknown): Generator<{ path: string; message: string }, void> {
  const open = [{ path: "", value: input }];
  for (const { path, value } of open) {
    if (typeof value === "string" && isBroken(value)) yield { path, message: `must not hold ${BROKEN}` };
    if (typeof value !== "object" || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (isBroken(key)) yield { path, message: `must have no key with ${BROKEN}` };
      else open.push({ path: below(path, key), value: inner });
    }
  }
}

function isBroken(text: string): boolean {
  return text.includes("\0") || !text.isWellFormed();
}

function below(path: string, key: string): string {
  if (path.length >= MAX_PATH) return path;
  return (path === "" ? key : `${path}.${key}`).slice(0, MAX_PATH);
}
