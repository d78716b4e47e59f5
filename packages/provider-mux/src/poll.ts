import { type Observation, observationsOf, type ProviderAdapter } from "@polycast/core/provider";
import type { MuxApi } from "./api.ts";
import { assertMuxId } from "./ids.ts";
import { toStream } from "./update-stream.ts";

const PAGE_SIZE = 100;
/** 100 000 streams. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream, or all of them page by page, since targets come with their streams. */
export function createPoll(api: MuxApi): NonNullable<ProviderAdapter["poll"]> {
  return async ({ streamId }, context) => {
    if (streamId !== undefined) {
      assertMuxId("stream", streamId);
      const answer = await api.getStream(streamId, context);
      return observationsOf(toStream(answer), answer, "poll");
    }
    const observations: Observation[] = [];
    const seen = new Set<string>();
    for (let page = 1; page <= MAX_PAGES; page++) {
      const answer = await api.listStreams({ page, limit: PAGE_SIZE }, context);
      // A stream that was made in between moves others to the next page, and a server that ignores `page` repeats all.
      const fresh = answer.data.filter(({ id }) => !seen.has(id));
      for (const data of fresh) {
        seen.add(data.id);
        observations.push(...observationsOf(toStream({ ...answer, data }), answer, "poll"));
      }
      if (answer.data.length < PAGE_SIZE || fresh.length === 0) break;
    }
    return observations;
  };
}
