import type { Applies, Pending } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import { toTimestamp } from "../clock.ts";
import type { Work } from "./work.ts";

/** The last attempt's error as it is shown. While a change waits for the stream, that decides when the next one is made. */
export function pendingErrorOf(work: Work | undefined, applies: Applies): Pending["error"] {
  if (!work?.error) return undefined;
  const { nextAttemptAt: at } = work;
  const nextAttemptAt = at === undefined || applies === "stream_idle" ? undefined : toTimestamp(at);
  return defined({ ...work.error, nextAttemptAt });
}
