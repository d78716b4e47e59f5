import type { Observation, UnplacedObservation } from "@polycast/core/provider";
import type { Bindings } from "./bindings.ts";

/** An observation in our ids; nothing where it is about a thing that is not ours. */
export function toOurs(
  bindings: Bindings,
  instance: string,
  observation: Observation | UnplacedObservation,
): Observation | undefined {
  if (!("streamId" in observation)) {
    const { reference, ...rest } = observation;
    const target = bindings.findTarget(instance, observation.targetId, reference);
    return target && { ...rest, ...target };
  }
  const streamId = bindings.streamOf(instance, observation.streamId);
  if (streamId === undefined) return undefined;
  if (observation.kind === "stream" || observation.targetId === undefined) return { ...observation, streamId };
  const targetId = bindings.targetOf(streamId, observation.targetId);
  return targetId === undefined ? undefined : { ...observation, streamId, targetId };
}

/** An observation in the provider's ids; nothing where the thing is not bound (any more). */
export function toTheirs(bindings: Bindings, observation: Observation): Observation | undefined {
  const streamId = bindings.placeOf(observation.streamId)?.providerId;
  if (streamId === undefined) return undefined;
  if (observation.kind === "stream" || observation.targetId === undefined) return { ...observation, streamId };
  const target = bindings.targetsOf(observation.streamId).get(observation.targetId);
  return target && { ...observation, streamId, targetId: target.providerId };
}
