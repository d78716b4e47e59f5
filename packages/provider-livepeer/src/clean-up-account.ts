import { type CallContext, ifThere, walkPages } from "@polycast/core/provider";
import type { Parts } from "./parts.ts";
import { isMarkedName, REMOVED, withoutMark } from "./target-mark.ts";
import { referencesOf } from "./wire/stream.ts";

/** What was made so shortly before, in milliseconds, is perhaps still being made by another process. */
const YOUNG_MS = 600_000;
const PAGE = 200;
/** Pages of streams that are read; with more, nothing is removed. */
const MAX_PAGES = 25;

/**
 * Removes the target objects that carry our mark and that no stream refers to: their process died between two calls. One
 * that a stream of ours refers to gets its name, unless it was to be removed: whoever began that comes back to it. And
 * takes out of these streams' lists what refers to deleted objects, since that makes every other change of a list fail.
 * Where there are too many streams or objects to know, everything stays.
 */
export async function cleanUpAccount(
  { api, objects, references, serial }: Parts,
  streamIds: readonly string[],
  context: CallContext,
): Promise<void> {
  const stored = await objects.all(context);
  if (!stored) return;
  const ours = new Set(streamIds);
  const referred = new Set<string>();
  const own = new Set<string>();
  const broken: string[] = [];
  let isWhole = false;
  const read = (cursor?: string) => api.listStreams({ cursor, limit: PAGE }, context);
  for await (const page of walkPages(MAX_PAGES, read)) {
    for (const stream of page.data) {
      const ids = referencesOf(stream).map(({ id }) => id);
      for (const id of ids) referred.add(id);
      if (ours.has(stream.id)) for (const id of ids) own.add(id);
      if (ours.has(stream.id) && ids.some((id) => !stored.has(id))) broken.push(stream.id);
    }
    isWhole ||= page.next === undefined;
  }
  for (const id of broken) {
    await serial.run(id, context.signal, async () => ifThere(references.repair(id, undefined, context)));
  }
  if (!isWhole) return;
  for (const object of stored.values()) {
    const { id, name, createdAt } = object;
    const isYoung = Date.now() - (createdAt ?? 0) < YOUNG_MS;
    if (!name || !isMarkedName(name) || isYoung) continue;
    if (!referred.has(id)) await objects.remove(id, context);
    else if (own.has(id) && withoutMark(name) !== REMOVED) {
      await ifThere(objects.rename(object, withoutMark(name), context));
    }
  }
}
