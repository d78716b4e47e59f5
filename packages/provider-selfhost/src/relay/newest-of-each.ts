import type { Observation } from "@polycast/core/provider";

/**
 * Only the newest of each thing, in the order in which they were seen. The end of a session counts as a thing of its own:
 * a state that follows does not replace it.
 */
export function newestOfEach(observations: Observation[]): Observation[] {
  const newest = new Map<string, Observation>();
  for (const observation of observations) {
    const { kind, streamId } = observation;
    const part = kind === "stream" ? (observation.ended ?? false) : (observation.targetId ?? "");
    const key = `${kind}/${streamId}/${part}`;
    newest.delete(key);
    newest.set(key, observation);
  }
  return [...newest.values()];
}
