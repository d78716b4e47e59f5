import type { Applies, Pending } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import { toTimestamp } from "../clock.ts";
import type { Work } from "./work.ts";

/**
 * The last attempt's error as it is shown. What has a next attempt is tried again by itself, whatever is to be done about
 * it meanwhile. While a change waits for the stream, that decides when the attempt is made.
 */
export function pendingErrorOf(work: Work | undefined, applies: Applies): Pending["error"] {
  if (!work?.error) return undefined;
  const { error, nextAttemptAt: at } = work;
  const retryable = error.retryable || at !== undefined;
  const nextAttemptAt = at === undefined || applies === "stream_idle" ? undefined : toTimestamp(at);
  return defined({ ...error, retryable, nextAttemptAt });
}
