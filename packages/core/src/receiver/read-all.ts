import { walkPages } from "../adapter/walk-pages.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Stream } from "../model/stream.ts";
import { observationsOf } from "../state/observations-of.ts";
import type { Read } from "../state-store/read-stream.ts";

const PAGE = 100;
/** 1 000 streams, the newest: what is older is seen when a webhook names it, or by a poll. */
const MAX_PAGES = 10;

type ReadStream = Read & { stream: Stream };

/** Reads the streams in their list, for a webhook that does not say which one it is about. */
export async function readAll(adapter: ProviderAdapter, context: CallContext): Promise<ReadStream[]> {
  const all: ReadStream[] = [];
  for await (const read of walkStreams(adapter, context)) all.push(read);
  return all;
}

async function* walkStreams(adapter: ProviderAdapter, context: CallContext): AsyncGenerator<ReadStream> {
  const read = async (cursor?: string) => {
    const sentAt = Date.now();
    const { data, nextCursor } = await adapter.streams.list({ limit: PAGE, ...(cursor && { cursor }) }, context);
    return { data, at: { sentAt, receivedAt: Date.now() }, next: nextCursor };
  };
  for await (const { data, at } of walkPages(MAX_PAGES, read, ({ data }) => data.map(({ id }) => id))) {
    for (const stream of data) yield { stream, observations: observationsOf(stream, at, "poll") };
  }
}

/** Looks for the stream of a target, by the target's id, else by the caller's own. */
export async function findStreamOf(
  adapter: ProviderAdapter,
  { targetId, reference }: UnplacedObservation,
  context: CallContext,
): Promise<string | undefined> {
  let byReference: string | undefined;
  for await (const { stream } of walkStreams(adapter, context)) {
    for (const target of stream.targets ?? []) {
      if (target.id === targetId) return stream.id;
      if (reference !== undefined && target.reference === reference) byReference ??= stream.id;
    }
  }
  return byReference;
}
