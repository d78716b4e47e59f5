import type { Stream } from "../../model/stream.ts";
import { type Clause, clause, needs } from "../clause.ts";
import { mustEqual, mustHold } from "../must.ts";
import type { Scene } from "../scene.ts";

const COUNT = 5;
const LIMIT = 2;
/** Some providers tell whole seconds. */
const APART_MS = 1_100;

/** Lists that come in pages. */
export const pagingClauses: readonly Clause[] = [
  clause("paging.complete", "Page by page, every stream is told once", async (scene) => {
    const made = await makeStreams(scene);
    const told = (await pages(scene)).flat().map(({ id }) => id);
    mustEqual(told.toSorted(), made.toSorted(), "Every stream is in one page, and in one only.");
    const iterated: string[] = [];
    for await (const { id } of scene.client.streams.list({ limit: LIMIT })) iterated.push(id);
    mustEqual(iterated.toSorted(), made.toSorted(), "A list that is iterated tells every stream once.");
  }),

  clause("paging.limit", "No page holds more than its limit", async (scene) => {
    await makeStreams(scene);
    for (const page of await pages(scene)) {
      mustHold(page.length <= LIMIT, "A page holds at most `limit` items.", `at most ${LIMIT}`, page.length);
    }
  }),

  clause("paging.end", "The last page has no cursor", async (scene) => {
    await makeStreams(scene);
    const { nextCursor } = await scene.client.streams.list({ limit: 100 });
    mustEqual(nextCursor, undefined, "A page behind which there is nothing has no cursor.");
  }),

  clause("paging.ends", "No page is told twice, and no cursor leads back", async (scene) => {
    await makeStreams(scene);
    const rule = "A list that is read page by page comes to its end.";
    const cursors = new Set<string>();
    let last: unknown;
    for (let query: { limit: number; cursor?: string } | undefined = { limit: LIMIT }; query;) {
      const { data, nextCursor } = await scene.adapter.streams.list(query, scene.context());
      const ids = data.map(({ id }) => id);
      mustHold(JSON.stringify(ids) !== JSON.stringify(last), rule, "another page than the one before", "the same page");
      mustHold(
        nextCursor === undefined || !cursors.has(nextCursor),
        rule,
        "a cursor of its own",
        "one that came before",
      );
      if (nextCursor !== undefined) cursors.add(nextCursor);
      last = ids;
      query = nextCursor === undefined ? undefined : { limit: LIMIT, cursor: nextCursor };
    }
  }),

  clause(
    "paging.newest-first",
    "Lists are newest first",
    async (scene) => {
      const made = await makeStreams(scene, APART_MS);
      const told = (await pages(scene)).flat().map(({ id }) => id);
      mustEqual(told, made.toReversed(), "The stream that was made last comes first.");
    },
    (scene) =>
      needs(scene.capabilities.stores.stream.includes("createdAt"), "the table does not say that creation is dated"),
  ),
];

/** Their ids in the order in which they were made. */
async function makeStreams(scene: Scene, apartMs?: number): Promise<string[]> {
  const ids: string[] = [];
  for (let count = 0; count < COUNT; count += 1) {
    ids.push((await scene.stage(0)).stream.id);
    if (apartMs !== undefined) await scene.harness.advance(apartMs);
  }
  return ids;
}

/** All pages; a list that does not end is a fault. */
async function pages(scene: Scene): Promise<Stream[][]> {
  const told: Stream[][] = [];
  let cursor: string | undefined;
  do {
    const page = await scene.client.streams.list(cursor === undefined ? { limit: LIMIT } : { limit: LIMIT, cursor });
    told.push(page.data);
    cursor = page.nextCursor;
    mustHold(told.length <= COUNT + 1, "A list comes to its end.", "a last page", `${told.length} pages`);
  } while (cursor !== undefined);
  return told;
}
