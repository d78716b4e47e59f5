const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** What lies between one attempt and the next, as Standard Webhooks 1.0 gives it for an example. */
export const retryDelaysMs: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];

/** Each delay is up to a fifth longer, so that what failed together does not come back together. */
const JITTER = 0.2;

/** The longest that an answer can make us wait. */
const MAX_ASKED_MS = 24 * HOUR_MS;

/**
 * When to try again after so many attempts, in milliseconds since 1970; absent when it was the last. An answer's
 * `Retry-After` can make it later, never sooner: else it could use all attempts up in a moment.
 *
 * @param attempts those made, at least 1
 */
export function nextAttemptAt(options: {
  attempts: number;
  now: number;
  random: () => number;
  retryAfter?: string | undefined;
}): number | undefined {
  const { attempts, now, random, retryAfter } = options;
  const delay = retryDelaysMs[attempts - 1];
  if (delay === undefined) return undefined;
  const planned = Math.round(delay * (1 + JITTER * random()));
  return now + Math.max(planned, askedDelayMs(retryAfter, now));
}

/** How long `Retry-After` asks to wait: seconds or an HTTP date (RFC 9110, section 10.2.3); 0 where it is neither. */
function askedDelayMs(retryAfter: string | undefined, now: number): number {
  const text = retryAfter?.trim() ?? "";
  const asked = /^\d{1,15}$/u.test(text) ? Number(text) * SECOND_MS : text.endsWith("GMT") ? Date.parse(text) - now : 0;
  return Number.isNaN(asked) ? 0 : Math.min(Math.max(asked, 0), MAX_ASKED_MS);
}
