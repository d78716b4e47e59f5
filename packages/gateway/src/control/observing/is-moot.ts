import type { Observation } from "@polycast/core/provider";
import type { Register } from "./register.ts";

/**
 * Does it say, in our ids, that a target is `idle` which is off and is shown `disabled`, while its stream has stopped? A
 * provider without a switch says so of one that was deleted a moment ago: more has been told already. Left out, so that
 * taking the wish back shows `idle` at once.
 */
export function isMoot(register: Pick<Register, "get" | "target">, observation: Observation): boolean {
  if (observation.kind !== "target" || observation.status.state !== "idle") return false;
  const target = register.target(observation.streamId, observation.targetId);
  if (!target || target.enabled || target.status.state !== "disabled") return false;
  const stream = register.get(observation.streamId)?.status.state;
  return stream === "idle" || stream === "disabled";
}
