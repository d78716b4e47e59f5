import { type Observation, observationsOf, type ProviderAdapter } from "@polycast/core/provider";
import type { MuxApi } from "./api.ts";
import { toStream } from "./map-stream.ts";

/** 100 000 streams. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream, or all of them page by page, since targets come with their streams. */
export function createPoll(api: MuxApi): NonNullable<ProviderAdapter["poll"]> {
  return async ({ streamId }, context) => {
    if (streamId !== undefined) {
      const answer = await api.getStream(streamId, context);
      return observationsOf(toStream(answer), answer, "poll");
    }
    const observations: Observation[] = [];
    const seen = new Set<string>();
    for await (const page of api.walkStreams(MAX_PAGES, context)) {
      // A stream that was made in between moves others to the next page, and a server that ignores `page` repeats all.
      const fresh = page.data.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) break;
      for (const data of fresh) {
        seen.add(data.id);
        observations.push(...observationsOf(toStream({ ...page, data }), page, "poll"));
      }
    }
    return observations;
  };
}
