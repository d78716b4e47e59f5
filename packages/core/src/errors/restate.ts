import { isMultistreamError, MultistreamError } from "./multistream-error.ts";
import { ProviderError } from "./provider-error.ts";

/**
 * The same error, saying what is known after it: another outcome, what to do besides. A hint that was made for another
 * outcome goes. What is not ours, such as a signal's reason, stays as it is.
 */
export function restate(
  error: unknown,
  { outcome, hint }: { outcome?: "not_applied" | "unknown"; hint?: string | undefined },
): unknown {
  if (!isMultistreamError(error)) return error;
  const { code, message, provider, issues, retryable, retryAfterMs, cause } = error;
  const before = outcome === undefined || outcome === error.outcome ? error.hint : undefined;
  const hints = [before, hint].filter((text) => text !== undefined);
  const options = {
    outcome: outcome ?? error.outcome,
    hint: hints.length > 0 ? hints.join(" ") : undefined,
    issues,
    retryable,
    retryAfterMs,
    cause,
  };
  if (!(error instanceof ProviderError)) return new MultistreamError(code, message, { ...options, provider });
  const { status, requestId } = error;
  return new ProviderError(code, message, { ...options, provider: provider ?? "", status, requestId });
}
