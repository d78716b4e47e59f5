import { untilAborted } from "../calls/until-aborted.ts";
import type { CallContext } from "../contract/call-context.ts";
import { isMultistreamError, MultistreamError } from "../errors/multistream-error.ts";
import { MAX_TIMER_MS } from "../http/clock.ts";
import type { CallOptions } from "./multistream.ts";

const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * Runs one adapter call under the caller's signal and a time limit, and lets only our own errors out.
 *
 * @param about.isRead it changes nothing, so that its outcome is never in doubt. Default false
 */
export async function call<T>(
  provider: string,
  options: CallOptions | undefined,
  run: (context: CallContext) => Promise<T>,
  { isRead = false }: { isRead?: boolean } = {},
): Promise<T> {
  options?.signal?.throwIfAborted();
  const timeoutMs = timeoutOf(options);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), timeoutMs);
  const signal = options?.signal ? AbortSignal.any([options.signal, timeout.signal]) : timeout.signal;
  const context: CallContext = { signal };
  if (options?.idempotencyKey !== undefined) context.idempotencyKey = options.idempotencyKey;
  try {
    return await untilAborted(signal, run(context));
  } catch (error) {
    if (options?.signal?.aborted) throw options.signal.reason;
    if (timeout.signal.aborted) {
      throw new MultistreamError("timeout", `${provider} did not answer within ${timeoutMs} ms.`, {
        provider,
        outcome: isRead ? "not_applied" : "unknown",
        hint: isRead ? "Repeat it." : "Read the stream before repeating: the change may have been made.",
      });
    }
    if (isMultistreamError(error)) throw error;
    throw new MultistreamError("internal", `The ${provider} adapter threw something unexpected.`, {
      provider,
      outcome: "unknown",
      hint: "This is a bug of the adapter: please report it with the `cause`.",
      cause: error,
    });
  } finally {
    clearTimeout(timer);
  }
}

/** @throws MultistreamError `invalid_argument` for what is no time */
function timeoutOf({ timeoutMs = DEFAULT_TIMEOUT_MS }: CallOptions = {}): number {
  if (timeoutMs > 0) return Math.min(timeoutMs, MAX_TIMER_MS);
  throw new MultistreamError("invalid_argument", "Invalid timeoutMs: not more than 0.", {
    issues: [{ path: "timeoutMs", message: "must be more than 0" }],
    hint: "Give milliseconds, e.g. 30 000, or leave it out.",
  });
}
