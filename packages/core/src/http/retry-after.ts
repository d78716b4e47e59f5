import { MAX_TIMER_MS } from "./clock.ts";

const SECONDS = /^\d+(?:\.\d+)?$/;

/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, section 10.2.3), which is measured by the answer's own `Date`. Undefined where it does not say, or not
 * legibly; at most what a timer can wait.
 *
 * @param now milliseconds since 1970, where the answer has no `Date`
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const exact = headers.get("retry-after-ms")?.trim() ?? "";
  if (SECONDS.test(exact)) return Math.min(Number(exact), MAX_TIMER_MS);
  const text = headers.get("retry-after")?.trim() ?? "";
  if (SECONDS.test(text)) return Math.min(Number(text) * 1_000, MAX_TIMER_MS);
  const date = dateOf(text);
  const sent = dateOf(headers.get("date")?.trim() ?? "");
  return Number.isNaN(date) ? undefined : Math.max(0, date - (Number.isNaN(sent) ? now : sent));
}

/** `Date.parse` alone makes a date out of "-5". */
function dateOf(text: string): number {
  return text.endsWith("GMT") ? Date.parse(text) : Number.NaN;
}
