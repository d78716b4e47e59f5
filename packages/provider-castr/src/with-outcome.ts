import { isMultistreamError, type MultistreamError, ProviderError } from "@polycast/core/provider";

/** The same error with another outcome, and another hint where one is given. */
export function withOutcome(error: MultistreamError, outcome: "not_applied" | "unknown", hint?: string): ProviderError {
  const status = error instanceof ProviderError ? error.status : undefined;
  const requestId = error instanceof ProviderError ? error.requestId : undefined;
  return new ProviderError(error.code, error.message, {
    provider: "castr",
    outcome,
    hint: hint ?? error.hint,
    issues: error.issues,
    retryable: error.retryable,
    retryAfterMs: error.retryAfterMs,
    cause: error.cause,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** Reads what a write has left. Where that fails, the write may well have been applied. */
export async function readBack<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    throw isMultistreamError(error) ? withOutcome(error, "unknown") : error;
  }
}
