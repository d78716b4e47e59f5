import type { CallContext } from "../contract/call-context.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { type ListedStream, walkStreamPages } from "../state/walk-stream-pages.ts";

/** 1 000 streams, the newest: what is older is seen when a webhook names it, or by a poll. */
const MAX_PAGES = 10;

/** Reads the streams in their list, for a webhook that does not say which one it is about. */
export async function readAll(adapter: ProviderAdapter, context: CallContext): Promise<ListedStream[]> {
  const all: ListedStream[] = [];
  for await (const page of walkStreamPages(adapter, context, { maxPages: MAX_PAGES })) all.push(...page);
  return all;
}

/** Looks for the stream of a target, by the target's id, else by the caller's own. */
export async function findStreamOf(
  adapter: ProviderAdapter,
  { targetId, reference }: UnplacedObservation,
  context: CallContext,
): Promise<string | undefined> {
  let byReference: string | undefined;
  for await (const page of walkStreamPages(adapter, context, { maxPages: MAX_PAGES })) {
    for (const target of page.flatMap(({ stream }) => stream.targets ?? [])) {
      if (target.id === targetId) return target.streamId;
      if (reference !== undefined && target.reference === reference) byReference ??= target.streamId;
    }
  }
  return byReference;
}
