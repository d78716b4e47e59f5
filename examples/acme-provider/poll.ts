import { type Observation, polledObservations, type ProviderAdapter } from "@polycast/core/provider";
import type { AcmeApi } from "./api.ts";
import { toStream } from "./map-stream.ts";

/** Reads what is to be observed: one stream, or all of them page by page. */
export function createPoll(api: AcmeApi): NonNullable<ProviderAdapter["poll"]> {
  return async ({ streamId }, context) => {
    if (streamId !== undefined) {
      const answer = await api.getStream(streamId, context);
      return polledObservations(toStream(answer), answer);
    }
    const observations: Observation[] = [];
    for await (const page of api.walkStreams(context)) {
      for (const data of page.data) {
        observations.push(...(await polledObservations(toStream({ ...page, data }), page)));
      }
    }
    return observations;
  };
}
