import { type Observation, observationsOf, type ProviderAdapter } from "@polycast/core/provider";
import type { AnswerTimes } from "./api.ts";
import { toStream } from "./map-stream.ts";
import { type Parts, readingOf } from "./parts.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** 100 000 streams. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream by its own call, all by the pages of the list, targets included. */
export function createPoll(parts: Parts): NonNullable<ProviderAdapter["poll"]> {
  const observe = (stream: LiveStream, at: AnswerTimes): Observation[] =>
    observationsOf(toStream(stream, readingOf(parts, stream, "poll")), at, "poll");

  return async ({ streamId }, context) => {
    if (streamId !== undefined) {
      const { stream, at } = await parts.api.readStream(streamId, context);
      return observe(stream, at);
    }
    const observations: Observation[] = [];
    for await (const { docs, at } of parts.api.walkStreams(MAX_PAGES, context)) {
      for (const stream of docs) observations.push(...observe(stream, at));
      if (docs.length === 0) break;
    }
    return observations;
  };
}
