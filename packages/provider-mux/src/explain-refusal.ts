import type { CallContext } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";
import { isRefusal, notIdle, tooManyTargets } from "./refuse.ts";

/**
 * Why Mux refused to make or delete a target, found by looking at the stream: how Mux answers while the stream is not
 * idle, or full, is documented nowhere, so neither the status nor the text decides.
 *
 * @returns what to throw: `not_idle` or `limit_exceeded` with Mux's text, else the error itself
 */
export async function explainRefusal(
  { api, capabilities }: Pick<Parts, "api" | "capabilities">,
  streamId: string,
  operation: "target.create" | "target.delete",
  error: unknown,
  context: CallContext,
): Promise<unknown> {
  if (!isRefusal(error)) return error;
  const stream = await api.getStream(streamId, context).catch(() => undefined);
  if (context.signal.aborted) return context.signal.reason;
  if (!stream) return error;
  const targets = stream.data.simulcast_targets ?? [];
  // The encoder connects, and the targets start, a while before the stream is `active`.
  if (stream.data.status !== "idle" || targets.some(({ status }) => status !== "idle"))
    return notIdle(capabilities, operation, error.message);
  const limit = capabilities.limits.targetsPerStream ?? Number.POSITIVE_INFINITY;
  if (operation === "target.create" && targets.length >= limit) {
    return tooManyTargets(limit, error.message);
  }
  return error;
}
