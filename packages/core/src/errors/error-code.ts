/**
 * What went wrong, by what to do next.
 *
 * Fix the input: `invalid_argument`, `not_found`, `conflict`. Fix the credentials: `unauthenticated`, `forbidden`.
 * Plan otherwise: `unsupported`, `not_idle`, `limit_exceeded`. Try again: `rate_limited`, `provider_unavailable`,
 * `timeout`. Report it: `provider_response_invalid`, `adapter_incompatible`, `internal`.
 */
export const errorCodes = [
  "invalid_argument",
  "not_found",
  "conflict",
  "unauthenticated",
  "forbidden",
  "unsupported",
  "not_idle",
  "limit_exceeded",
  "rate_limited",
  "provider_unavailable",
  "timeout",
  "provider_response_invalid",
  "adapter_incompatible",
  "internal",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

const retryableCodes: ReadonlySet<ErrorCode> = new Set(["rate_limited", "provider_unavailable", "timeout"]);

/** Is the same call worth repeating by itself? */
export function isRetryableCode(code: ErrorCode): boolean {
  return retryableCodes.has(code);
}
