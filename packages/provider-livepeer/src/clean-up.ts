import { type CallContext, isMultistreamError, ProviderError } from "@polycast/core/provider";
import { PROVIDER } from "./provider-name.ts";

/** A clean-up must work after the caller has given up, and must not keep them waiting for long. */
const CLEAN_UP_MS = 15_000;

/** For calls that undo: they do not end with the caller's signal. */
export function cleanUpContext(): CallContext {
  return { signal: AbortSignal.timeout(CLEAN_UP_MS) };
}

/** Could the call that failed with this have taken effect? */
export function mayHaveApplied(error: unknown): boolean {
  return !isMultistreamError(error) || error.outcome === "unknown";
}

/**
 * The same error, saying what is left to be removed by hand. An abort's reason stays as it is.
 *
 * @param remains e.g. `target 8040…`; empty: nothing
 */
export function withRemains(error: unknown, remains: readonly string[]): unknown {
  if (remains.length === 0) return error;
  return withHint(error, `Removing what was made has failed too: ${remains.join(", ")} remains at Livepeer.`);
}

/** The same error with another outcome or hint. */
export function withHint(error: unknown, hint: string, outcome?: "unknown"): unknown {
  if (!isMultistreamError(error)) return error;
  const { code, message, retryable, issues, retryAfterMs } = error;
  const status = error instanceof ProviderError ? error.status : undefined;
  const requestId = error instanceof ProviderError ? error.requestId : undefined;
  return new ProviderError(code, message, {
    provider: PROVIDER,
    retryable,
    outcome: outcome ?? error.outcome,
    issues,
    retryAfterMs,
    hint: error.hint === undefined ? hint : `${error.hint} ${hint}`,
    ...(status === undefined ? {} : { status }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}
