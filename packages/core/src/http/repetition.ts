import type { HttpRequest } from "./http-client.ts";

/** Attempts of one call, the first included. */
const MAX_ATTEMPTS = 3;
/** The longest wait that a call takes upon itself when the provider asks for one. */
export const MAX_RETRY_AFTER_MS = 20_000;
const FIRST_BACKOFF_MS = 300;
const MAX_BACKOFF_MS = 5_000;
/** Answers after which another attempt may go better. */
const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);

/** Why an attempt failed: the status of the answer, or none came. */
type Failure = { status?: number | undefined; retryAfterMs?: number | undefined };

/** May this be sent again when nobody knows whether it took effect? */
function isRepeatable(request: Pick<HttpRequest, "method" | "repeatable">): boolean {
  return request.repeatable ?? request.method !== "POST";
}

/**
 * How many milliseconds to wait before the next attempt; undefined: there is none. A call that must not happen twice
 * is repeated after 429 only, when nothing was done.
 *
 * @param attempts made so far
 * @param random at least 0, less than 1
 */
export function waitBeforeNext(
  request: Pick<HttpRequest, "method" | "repeatable">,
  { status, retryAfterMs = 0 }: Failure,
  attempts: number,
  random: number,
): number | undefined {
  if (attempts >= MAX_ATTEMPTS || retryAfterMs > MAX_RETRY_AFTER_MS) return undefined;
  if (status !== 429 && !isRepeatable(request)) return undefined;
  if (status !== undefined && !PASSING.has(status)) return undefined;
  const backoff = Math.min(MAX_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (attempts - 1));
  return Math.max(retryAfterMs, backoff * (0.5 + random / 2));
}
