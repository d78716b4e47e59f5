import {
  type AnsweredAt,
  type CallContext,
  type Observation,
  polledObservations,
  type PollQuery,
  type ProviderAdapter,
  walkPages,
} from "@polycast/core/provider";
import { withHealth } from "./health.ts";
import type { Parts } from "./parts.ts";
import { viewStreams } from "./view-streams.ts";
import type { WireStream } from "./wire/stream.ts";

const PAGE = 200;
/** Pages of one poll of all streams: 5 000 of them. */
const MAX_PAGES = 25;

/** Reads come from a replica, which may be so much behind, in milliseconds. */
const REPLICA_LAG_MS = 3_000;

/** Reads streams for what is to be observed. */
export function createPoll(parts: Parts, options: { health: boolean }): NonNullable<ProviderAdapter["poll"]> {
  const { api, readStream } = parts;

  async function observe(
    streams: WireStream[],
    at: AnsweredAt,
    { onStream }: PollQuery,
    context: CallContext,
  ): Promise<Observation[]> {
    const read = await viewStreams(parts, streams, at.receivedAt, context);
    const all: Observation[] = [];
    for (const stream of read) {
      onStream?.(stream);
      const seen = options.health ? await withHealth(api, stream, context) : stream;
      all.push(...(await polledObservations(seen, { ...at, lagMs: REPLICA_LAG_MS })));
    }
    return all;
  }

  return async (query, context) => {
    const { streamId } = query;
    if (streamId !== undefined) {
      const read = await readStream(streamId, context);
      return observe([read.stream], read, query, context);
    }
    const all: Observation[] = [];
    const read = (cursor?: string) => api.listStreams({ cursor, limit: PAGE }, context);
    for await (const page of walkPages(MAX_PAGES, read)) {
      all.push(...(await observe(page.data, page, query, context)));
    }
    return all;
  };
}
