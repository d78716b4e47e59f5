import type { Stream } from "@polycast/core";
import { describeError } from "../../log/describe-error.ts";
import type { Instance } from "../providers/instances.ts";
import type { Parts } from "../parts.ts";
import { beforeAnswer } from "./take-answer.ts";

const PAGE = 100;
/** Pages that are read of one provider. */
const MAX_PAGES = 1000;
/** An answer is believed only when it was asked for two seconds after what it contradicts: look again after this. */
export const LOOK_AGAIN_MS = 2100;

/**
 * Has its provider told how it and all of its targets are since then? One that opens its relay tells it of everything,
 * and need not be asked.
 */
export function isHeardOf(stream: Stream | undefined, since: string): boolean {
  if (!stream) return false;
  return [stream, ...(stream.targets ?? [])].every(({ status }) => (status.observedAt ?? "") > since);
}

/**
 * Reads once, page by page, what state the stored streams of a provider are in. What was seen newer stays. A provider
 * that cannot be asked keeps nobody from starting.
 *
 * @param streamIds ours
 * @returns those of which something newer says something else, as just after a quick restart: to be read again
 */
export async function firstLook(parts: Parts, instance: Instance, streamIds: readonly string[]): Promise<string[]> {
  const wanted = new Set(streamIds);
  const disagreed: string[] = [];
  try {
    let cursor: string | undefined;
    for (let page = 0; page < MAX_PAGES && wanted.size > 0; page += 1) {
      const query = cursor === undefined ? { limit: PAGE } : { limit: PAGE, cursor };
      const sentAt = parts.clock.now();
      const { data, nextCursor } = await instance.call((context) => instance.adapter.streams.list(query, context));
      for (const answer of data) {
        const streamId = parts.bindings.streamOf(instance.name, answer.id) ?? "";
        if (!wanted.delete(streamId)) continue;
        if (beforeAnswer(parts, streamId, { isRead: true, sentAt }).stream(answer)) disagreed.push(streamId);
      }
      if (nextCursor === undefined) break;
      cursor = nextCursor;
    }
  } catch (error) {
    const fields = { provider: instance.name, error: describeError(error) };
    parts.log("warn", "the state of a provider's streams could not be read", fields);
  }
  return disagreed;
}
