import { type Reading, streamIdsOf } from "../../store/index.ts";
import type { Fence } from "../duties/duties.ts";
import type { Parts } from "../parts.ts";
import { forget, loadStream, type StoredStream, takeUp } from "./stored-stream.ts";

/** Streams of one unit. */
const PAGE = 100;

/**
 * Takes up all that is stored of an instance, in the place of what is in memory. Each page is read in a unit that writes,
 * behind the fence: what a former observer was about to commit meanwhile is then either in it, or refused.
 *
 * @throws MultistreamError `conflict` when the duty is another process's
 */
export async function loadInstance(
  { store, bindings, register }: Pick<Parts, "store" | "bindings" | "register">,
  instance: string,
  fence: Fence,
): Promise<void> {
  const gone = new Set(bindings.streamsOf(instance));
  let after = "";
  for (;;) {
    const page = await store.write(function* () {
      yield* fence();
      return yield* loadPage(instance, after);
    });
    for (const stored of page) {
      takeUp({ bindings, register }, stored, false);
      gone.delete(stored.record.id);
    }
    const last = page.at(-1);
    if (!last || page.length < PAGE) break;
    after = last.record.id;
  }
  // What is not stored (any more) was found before: what has been made since is behind all pages, or told.
  for (const streamId of gone) {
    if (!(await store.read(() => loadStream(streamId)))) forget({ bindings, register }, streamId);
  }
}

function* loadPage(instance: string, after: string): Reading<StoredStream[]> {
  const streams: StoredStream[] = [];
  for (const id of yield* streamIdsOf(instance, after, PAGE)) {
    const stored = yield* loadStream(id);
    if (stored) streams.push(stored);
  }
  return streams;
}
