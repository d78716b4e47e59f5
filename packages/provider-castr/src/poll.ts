import { type CallContext, type Observation, observationsOf } from "@polycast/core/provider";
import type { AnswerTimes } from "./castr-api.ts";
import { toStream } from "./map-stream.ts";
import { type Parts, readingOf } from "./parts.ts";
import type { LiveStream } from "./wire/live-stream.ts";

const PAGE_SIZE = 100;
/** Pages that one poll reads: a list that never ends must not hold it for ever. */
const MAX_PAGES = 1_000;

/** Reads what is to be observed: one stream by its own call, all by the pages of the list, targets included. */
export async function poll(
  parts: Parts,
  { streamId }: { streamId?: string },
  context: CallContext,
): Promise<Observation[]> {
  if (streamId !== undefined) {
    const { stream, at } = await parts.api.readStream(streamId, context);
    return observe(parts, stream, at);
  }
  const observations: Observation[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { docs, pages, at } = await parts.api.listStreams({ page, limit: PAGE_SIZE }, context);
    for (const stream of docs) observations.push(...observe(parts, stream, at));
    if (docs.length === 0 || (typeof pages === "number" && page >= pages)) break;
  }
  return observations;
}

function observe(parts: Parts, stream: LiveStream, at: AnswerTimes): Observation[] {
  return observationsOf(toStream(stream, readingOf(parts, stream, "poll")), at, "poll");
}
