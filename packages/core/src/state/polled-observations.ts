import type { Observation } from "../contract/observation.ts";
import type { Stream } from "../model/stream.ts";
import type { AnsweredAt } from "./observations-of.ts";

/**
 * What reading a stream says of it and of its targets, for the `poll` of an adapter: see `observationsOf`. That is loaded
 * with the first poll: an app that does not watch makes none.
 */
export async function polledObservations(stream: Stream, at: AnsweredAt): Promise<Observation[]> {
  const { observationsOf } = await import("../loaded-later.ts");
  return observationsOf(stream, at, "poll");
}
