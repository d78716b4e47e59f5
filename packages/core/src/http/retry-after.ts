const SECONDS = /^\d+(?:\.\d+)?$/;

/**
 * How long an answer asks to wait, in milliseconds: `retry-after-ms`, else `Retry-After` in seconds or as an HTTP date
 * (RFC 9110, section 10.2.3). Undefined where it does not say, or not legibly.
 *
 * @param now milliseconds since 1970
 */
export function retryAfterOf(headers: Headers, now: number): number | undefined {
  const exact = headers.get("retry-after-ms")?.trim() ?? "";
  if (SECONDS.test(exact)) return Number(exact);
  const text = headers.get("retry-after")?.trim() ?? "";
  if (SECONDS.test(text)) return Number(text) * 1_000;
  // Date.parse alone makes a date out of "-5".
  const date = text.endsWith("GMT") ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
