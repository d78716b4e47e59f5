import type { CallContext } from "../contract/call-context.ts";

/** A clean-up must not keep its caller waiting for long. */
const CLEAN_UP_MS = 10_000;

/** For calls that undo what a failed one has made: they do not end with the caller's signal, which may be over. */
export function cleanUpContext(): CallContext {
  return { signal: AbortSignal.timeout(CLEAN_UP_MS) };
}
