import * as z from "zod";
import type { AdapterPage } from "../contract/provider-adapter.ts";

/** Items per page: 1 to 100, 25 unless said otherwise. */
export const pageLimitSchema = z.int().min(1).max(100).default(25);

/** A list: await it for one page, iterate it for all items. */
export type Page<T> = PromiseLike<AdapterPage<T>> & AsyncIterable<T>;

/** Makes a page of a function that fetches one; nothing is fetched before it is awaited or iterated. */
export function createPage<T>(fetchPage: (cursor?: string) => Promise<AdapterPage<T>>, cursor?: string): Page<T> {
  let first: Promise<AdapterPage<T>> | undefined;
  const fetchFirst = (): Promise<AdapterPage<T>> => (first ??= fetchPage(cursor));
  return {
    then: (resolve, reject) => fetchFirst().then(resolve, reject),
    async *[Symbol.asyncIterator]() {
      let page = await fetchFirst();
      yield* page.data;
      while (page.nextCursor !== undefined) {
        page = await fetchPage(page.nextCursor);
        yield* page.data;
      }
    },
  };
}
