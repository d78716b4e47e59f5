import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { PollQuery, ProviderAdapter } from "../contract/provider-adapter.ts";
import { observationsOf } from "../state/observations-of.ts";
import { defined } from "../values/defined.ts";
import { walkStreamPages } from "../state/walk-stream-pages.ts";

/** As many streams as a poller follows. */
const MAX_PAGES = 100;

/**
 * What is to be observed, of one stream or of all: by `poll`, or by plain reads where the adapter has none.
 *
 * @param wall milliseconds since 1970
 */
export async function readObservations(
  adapter: ProviderAdapter,
  { streamId, onStream }: PollQuery,
  context: CallContext,
  wall: () => number,
): Promise<Observation[]> {
  if (adapter.poll) return adapter.poll(defined({ streamId, onStream }), context);
  if (streamId !== undefined) {
    const sentAt = wall();
    const stream = await adapter.streams.get(streamId, context);
    onStream?.(stream);
    return observationsOf(stream, { sentAt, receivedAt: wall() }, "poll");
  }
  const all: Observation[] = [];
  for await (const page of walkStreamPages(adapter, context, { maxPages: MAX_PAGES, wall })) {
    for (const { stream, observations } of page) {
      onStream?.(stream);
      all.push(...observations);
    }
  }
  return all;
}
