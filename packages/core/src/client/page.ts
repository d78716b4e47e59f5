import * as z from "zod";
import { walkPages } from "../adapter/walk-pages.ts";
import type { AdapterPage } from "../contract/provider-adapter.ts";

/** Items per page: 1 to 100, 25 unless said otherwise. */
export const pageLimitSchema = z.int().min(1).max(100).default(25);

/** A list: await it for one page, iterate it for all items. */
export type Page<T> = PromiseLike<AdapterPage<T>> & AsyncIterable<T>;

type FetchPage<T> = (cursor?: string) => Promise<AdapterPage<T>>;

/** Makes a page of a function that fetches one; nothing is fetched before it is awaited or iterated. */
export function createPage<T extends { id: string }>(fetchPage: FetchPage<T>, cursor?: string): Page<T> {
  let first: Promise<AdapterPage<T>> | undefined;
  const fetchFirst = (): Promise<AdapterPage<T>> => (first ??= fetchPage(cursor));
  return {
    then: (resolve, reject) => fetchFirst().then(resolve, reject),
    async *[Symbol.asyncIterator]() {
      yield* itemsOf((place) => (place === undefined ? fetchFirst() : fetchPage(place)));
    },
  };
}

/** All items of a list, page by page, until it ends or repeats itself. */
export async function* itemsOf<T extends { id: string }>(fetchPage: FetchPage<T>): AsyncGenerator<T, void> {
  const read = async (cursor?: string) => {
    const { data, nextCursor } = await fetchPage(cursor);
    return { data, next: nextCursor };
  };
  for await (const { data } of walkPages(Infinity, read, ({ data }) => data.map(({ id }) => id))) yield* data;
}
