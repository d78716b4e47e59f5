import { walkPages } from "../adapter/walk-pages.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Stream } from "../model/stream.ts";
import { observationsOf } from "./observations-of.ts";

const PAGE = 100;

/** A stream of a list, and what the list says is to be observed of it. */
export type ListedStream = { stream: Stream; observations: Observation[] };

/**
 * Reads the streams of a provider in their list, page by page, 100 streams each.
 *
 * @param options.wall milliseconds since 1970; default the machine's clock
 */
export async function* walkStreamPages(
  adapter: ProviderAdapter,
  context: CallContext,
  { maxPages, wall = Date.now }: { maxPages: number; wall?: () => number },
): AsyncGenerator<ListedStream[]> {
  const read = async (cursor?: string) => {
    const sentAt = wall();
    const { data, nextCursor } = await adapter.streams.list({ limit: PAGE, ...(cursor && { cursor }) }, context);
    return { data, at: { sentAt, receivedAt: wall() }, next: nextCursor };
  };
  for await (const { data, at } of walkPages(maxPages, read, ({ data }) => data.map(({ id }) => id))) {
    yield data.map((stream) => ({ stream, observations: observationsOf(stream, at, "poll") }));
  }
}
