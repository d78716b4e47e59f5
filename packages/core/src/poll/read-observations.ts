import { walkPages } from "../adapter/walk-pages.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Stream } from "../model/stream.ts";
import { observationsOf } from "../state/observations-of.ts";

const PAGE = 100;
/** As many streams as a poller follows. */
const MAX_PAGES = 100;

/**
 * What is to be observed, of one stream or of all: by `poll`, or by plain reads where the adapter has none.
 *
 * @param wall milliseconds since 1970
 */
export async function readObservations(
  adapter: ProviderAdapter,
  streamId: string | undefined,
  context: CallContext,
  wall: () => number,
): Promise<Observation[]> {
  if (adapter.poll) return adapter.poll(streamId === undefined ? {} : { streamId }, context);
  if (streamId !== undefined) {
    const sentAt = wall();
    return observed([await adapter.streams.get(streamId, context)], sentAt, wall());
  }
  const all: Observation[] = [];
  const read = async (cursor?: string) => {
    const sentAt = wall();
    const { data, nextCursor } = await adapter.streams.list({ limit: PAGE, ...(cursor && { cursor }) }, context);
    return { data, observations: observed(data, sentAt, wall()), next: nextCursor };
  };
  for await (const page of walkPages(MAX_PAGES, read, ({ data }) => data.map(({ id }) => id))) {
    all.push(...page.observations);
  }
  return all;
}

function observed(streams: Stream[], sentAt: number, receivedAt: number): Observation[] {
  return streams.flatMap((stream) => observationsOf(stream, { sentAt, receivedAt }, "poll"));
}
