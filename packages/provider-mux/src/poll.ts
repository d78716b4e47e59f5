import {
  type Observation,
  polledObservations,
  type PollQuery,
  type ProviderAdapter,
  RecentMap,
} from "@polycast/core/provider";
import type { Answer, MuxApi } from "./api.ts";
import { toStream } from "./map-stream.ts";
import type { WireStream } from "./wire/live-stream.ts";

/** 100 000 streams. */
const MAX_PAGES = 1_000;
/** So long, in milliseconds, may a stream be called `idle` whose encoder is connected, until it can be played. */
const STARTING_MS = 60_000;
/** Streams that are remembered. */
const MAX_ACTIVE = 10_000;

/** Reads what is to be observed: one stream, or all of them page by page, since targets come with their streams. */
export function createPoll(api: MuxApi): NonNullable<ProviderAdapter["poll"]> {
  /** When a stream was last read as `active`, milliseconds since 1970. */
  const active = new RecentMap<string, number>(MAX_ACTIVE);

  /** Only targets tell that an encoder is connected: without them `idle` proves that it was not, a while ago. */
  function lagOf({ id, status, simulcast_targets: targets }: WireStream, sentAt: number): number {
    if (status === "active") active.set(id, sentAt);
    if (status !== "idle" || targets?.length) return 0;
    const sinceActive = sentAt - (active.get(id) ?? -Infinity);
    return Math.max(0, Math.min(STARTING_MS, sinceActive - 1_000));
  }

  const observe = (answer: Answer<WireStream>, { onStream }: PollQuery): Promise<Observation[]> => {
    const stream = toStream(answer);
    onStream?.(stream);
    return polledObservations(stream, { ...answer, lagMs: lagOf(answer.data, answer.sentAt) });
  };

  return async (query, context) => {
    const { streamId } = query;
    if (streamId !== undefined) return observe(await api.getStream(streamId, context), query);
    const observations: Observation[] = [];
    const seen = new Set<string>();
    for await (const page of api.walkStreams(MAX_PAGES, context)) {
      // A stream that was made in between moves others to the next page, and a server that ignores `page` repeats all.
      const fresh = page.data.filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) break;
      for (const data of fresh) {
        seen.add(data.id);
        observations.push(...(await observe({ ...page, data }, query)));
      }
    }
    return observations;
  };
}
