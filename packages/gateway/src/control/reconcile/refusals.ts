import { CapabilityError, MultistreamError, type Operation, type Rule } from "@polycast/core";

/** A change that the provider takes in no state that helps. */
export function refusedBy(operation: Operation, rule: Rule): CapabilityError {
  const reason = rule.reason ?? "the provider refuses it";
  return new CapabilityError("unsupported", `${operation} cannot be done: ${reason}.`, {
    operation,
    rule,
    hint: "Take the change back, or use a provider that can do it.",
  });
}

/** The stream has as many targets as the provider takes. */
export function noRoom(): CapabilityError {
  return new CapabilityError("limit_exceeded", "The provider takes no more targets on this stream.", {
    operation: "target.create",
    hint: "Delete a target or switch one off, or spread them over several streams.",
  });
}

/** A target that cannot be made (again), because its key is known to the provider alone. */
export function keyMissing(): MultistreamError {
  return new MultistreamError("invalid_argument", "The target's key is not known, so it could not be made again.", {
    hint: "Give its destination with the key: `PATCH` the target.",
  });
}
