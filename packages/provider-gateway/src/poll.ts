import { type Observation, polledObservations, type ProviderAdapter, walkPages } from "@polycast/core/provider";
import { type GatewayApi, PAGE_SIZE } from "./api.ts";

/** 100 000 streams. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream, or all of them page by page, since targets come with their streams. */
export function createPoll(api: GatewayApi): NonNullable<ProviderAdapter["poll"]> {
  return async ({ streamId, onStream }, context) => {
    if (streamId !== undefined) {
      const answer = await api.getStream(streamId, context);
      onStream?.(answer.data);
      return polledObservations(answer.data, answer);
    }
    const observations: Observation[] = [];
    const pages = walkPages(MAX_PAGES, async (cursor?: string) => {
      const query = { limit: PAGE_SIZE, ...(cursor !== undefined && { cursor }) };
      const { data: page, ...times } = await api.listStreams(query, context);
      return { times, streams: page.data, next: page.nextCursor ?? undefined };
    });
    for await (const { streams, times } of pages) {
      for (const stream of streams) {
        onStream?.(stream);
        observations.push(...(await polledObservations(stream, times)));
      }
    }
    return observations;
  };
}
