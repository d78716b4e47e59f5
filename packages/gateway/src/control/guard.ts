import { type Capabilities, CapabilityError, type Operation, type StreamState } from "@polycast/core";
import { decide, ruleOf } from "@polycast/core/provider";

/**
 * Checks an operation against the provider's rule for the stream's state, before any call.
 *
 * @throws CapabilityError `unsupported` or `not_idle`
 */
export function assertCan(
  capabilities: Capabilities,
  operation: Operation,
  provider: string,
  state: StreamState | undefined,
): void {
  const decision = decide(capabilities, operation, state);
  if (decision.allowed) return;
  const code = decision.code === "not_idle" ? "not_idle" : "unsupported";
  throw new CapabilityError(code, `${provider}: ${operation} is refused: ${decision.reason}.`, {
    operation,
    provider,
    rule: ruleOf(capabilities, operation),
    hint:
      code === "not_idle"
        ? "End the stream first, and repeat it then."
        : "Read the stream's `actions` before offering this one.",
  });
}

/** @throws CapabilityError `limit_exceeded` when the provider does not take that many targets on one stream. */
export function assertTargetCount(capabilities: Capabilities, provider: string, count: number): void {
  const limit = capabilities.limits.targetsPerStream;
  if (limit === undefined || count <= limit) return;
  throw new CapabilityError("limit_exceeded", `${provider} takes at most ${limit} targets per stream, not ${count}.`, {
    operation: "target.create",
    provider,
    hint: "Leave some targets out, or spread them over several streams.",
  });
}
