import { CapabilityError } from "../errors/capability-error.ts";
import type { ErrorCode } from "../errors/error-code.ts";
import type { Capabilities, Rule } from "../model/capabilities.ts";
import type { Applies } from "../model/pending.ts";
import type { StreamState } from "../model/stream.ts";
import { isNever, outcomeIn } from "./outcomes.ts";

/** Everything that a capability rule exists for. */
export const operations = [
  "target.create",
  "target.delete",
  "target.enable",
  "target.disable",
  "target.restart",
  "target.update.name",
  "target.update.destination",
  "target.update.rendition",
  "stream.update",
  "stream.enable",
  "stream.disable",
  "stream.end",
  "stream.rotateIngest",
  "stream.delete",
] as const;
export type Operation = (typeof operations)[number];

/** The answer to "may I, and when will it take effect?". */
export type Decision =
  | { allowed: true; applies: Applies; via: Rule["via"] }
  | { allowed: false; code: ErrorCode; reason: string };

/** The rule of an operation. */
export function ruleOf(capabilities: Capabilities, operation: Operation): Rule {
  const { target, stream } = capabilities;
  const rules: Record<Operation, Rule> = {
    "target.create": target.create,
    "target.delete": target.delete,
    "target.enable": target.enable,
    "target.disable": target.disable,
    "target.restart": target.restart,
    "target.update.name": target.update.name,
    "target.update.destination": target.update.destination,
    "target.update.rendition": target.update.rendition,
    "stream.update": stream.update,
    "stream.enable": stream.enable,
    "stream.disable": stream.disable,
    "stream.end": stream.end,
    "stream.rotateIngest": stream.rotateIngest,
    "stream.delete": stream.delete,
  };
  return rules[operation];
}

/** Decides an operation by its rule and the stream's state. `unknown`, and none, is answered as for an idle stream. */
export function decide(capabilities: Capabilities, operation: Operation, state?: StreamState): Decision {
  const rule = ruleOf(capabilities, operation);
  const applies = outcomeIn(rule, state);
  if (applies !== "refused") return { allowed: true, applies, via: rule.via };
  return {
    allowed: false,
    // What is taken while the stream is idle waits for that.
    code: rule.idle === "refused" ? "unsupported" : "not_idle",
    reason:
      rule.reason ??
      `this provider refuses ${operation}${isNever(rule) ? "" : ` while the stream is ${state ?? "idle"}`}`,
  };
}

/** @throws CapabilityError `unsupported` or `not_idle`, with the rule, before any call is made. */
export function assertAllowed(
  capabilities: Capabilities,
  operation: Operation,
  provider: string,
  state?: StreamState,
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
        ? `${state === "disabled" ? "Enable" : "End"} the stream first, and repeat it then.`
        : "Ask before offering this action: `can()`, or `/actions` of the stream over HTTP.",
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
