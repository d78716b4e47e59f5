import type { Observation } from "@polycast/core/provider";
import type { Register } from "./register.ts";

/** Does it, in our ids, say anything but numbers to a state that is shown already? */
export function isNews(register: Register, observation: Observation): boolean {
  if (observation.kind === "warning" || (observation.kind === "stream" && observation.ended)) return true;
  const { streamId } = observation;
  const shown =
    observation.kind === "stream" ? register.get(streamId) : register.target(streamId, observation.targetId);
  return shown?.status.state !== observation.status.state;
}
