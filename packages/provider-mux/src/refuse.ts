import {
  type Capabilities,
  CapabilityError,
  isMultistreamError,
  type MultistreamError,
  type Operation,
  ruleOf,
} from "@polycast/core/provider";

/** What Mux cannot do at all. */
export function unsupported(operation: Operation, what: string, hint: string): CapabilityError {
  return new CapabilityError("unsupported", `mux: ${what}.`, { operation, provider: "mux", hint });
}

/** Targets can be changed only while the stream is idle. */
export function notIdle(capabilities: Capabilities, operation: Operation, message?: string): CapabilityError {
  const rule = ruleOf(capabilities, operation);
  const text = message ?? `mux: ${rule.reason ?? "the stream is not idle"}, and it is not idle now.`;
  const hint = "End the stream and wait until it is idle: while the encoder is away, Mux waits for it first.";
  return new CapabilityError("not_idle", text, { operation, provider: "mux", rule, hint });
}

/** The stream has as many targets as Mux takes. */
export function tooManyTargets(limit: number, message?: string): CapabilityError {
  const text = message ?? `mux: a stream takes at most ${limit} simulcast targets.`;
  const hint = "Delete a target first, or spread them over several streams. Mux raises the limit on request.";
  return new CapabilityError("limit_exceeded", text, { operation: "target.create", provider: "mux", hint });
}

/** Does Mux refuse what was asked, in the thing's present state or as such? It documents no status for either. */
export function isRefusal(error: unknown): error is MultistreamError {
  if (!isMultistreamError(error) || !("status" in error)) return false;
  const status = Number(error.status);
  return status >= 400 && status < 500 && ![401, 404, 408, 429].includes(status);
}
