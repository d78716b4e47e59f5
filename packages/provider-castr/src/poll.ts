import { type Observation, polledObservations, type PollQuery, type ProviderAdapter } from "@polycast/core/provider";
import type { AnswerTimes } from "./api.ts";
import { toStream } from "./map-stream.ts";
import { type Parts, readingOf } from "./parts.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** 100 000 streams. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream by its own call, all by the pages of the list, targets included. */
export function createPoll(parts: Parts): NonNullable<ProviderAdapter["poll"]> {
  const observe = (live: LiveStream, at: AnswerTimes, { onStream }: PollQuery): Promise<Observation[]> => {
    const stream = toStream(live, readingOf(parts, live, "poll"));
    onStream?.(stream);
    return polledObservations(stream, at);
  };

  return async (query, context) => {
    const { streamId } = query;
    if (streamId !== undefined) {
      const { stream, at } = await parts.api.readStream(streamId, context);
      return observe(stream, at, query);
    }
    const observations: Observation[] = [];
    for await (const { docs, at } of parts.api.walkStreams(MAX_PAGES, context)) {
      for (const stream of docs) observations.push(...(await observe(stream, at, query)));
      if (docs.length === 0) break;
    }
    return observations;
  };
}
