import type { Instance } from "./instances.ts";
import type { Parts } from "./parts.ts";
import { beforeAnswer } from "./take-answer.ts";

const PAGE = 100;
/** Pages that are read of one provider. */
const MAX_PAGES = 1000;

/**
 * Reads once, page by page, what state the stored streams of a provider are in. What it reports by itself meanwhile is
 * newer and stays. A provider that cannot be asked keeps nobody from starting: its streams stay `unknown` until it
 * reports.
 *
 * @param streamIds ours
 */
export async function firstLook(parts: Parts, instance: Instance, streamIds: readonly string[]): Promise<void> {
  const takers = new Map(streamIds.map((id) => [id, beforeAnswer(parts, id)]));
  try {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES && takers.size > 0; page += 1) {
      const query = cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor };
      const { data, nextCursor } = await instance.call((context) => instance.adapter.streams.list(query, context));
      for (const answer of data) {
        const streamId = parts.bindings.streamOf(instance.name, answer.id) ?? "";
        takers.get(streamId)?.stream(answer);
        takers.delete(streamId);
      }
      if (nextCursor === undefined) return;
      cursor = nextCursor;
    }
  } catch (error) {
    const fields = { provider: instance.name, error: String(error) };
    parts.log("warn", "the state of a provider's streams could not be read", fields);
  }
}
