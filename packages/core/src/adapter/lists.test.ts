import { describe, expect, test } from "vitest";
import { createIds } from "./create-ids.ts";
import { pageOf, toPage } from "./page-cursor.ts";
import { walkPages } from "./walk-pages.ts";

const items = (count: number): number[] => Array.from({ length: count }, (_, index) => index);
const refused = expect.objectContaining({ code: "invalid_argument", provider: "acme" });

describe("cursors of numbered pages", () => {
  test("a full page leads to the next one, a short or empty one ends the list", () => {
    const { nextCursor = "" } = toPage(items(25), { page: 1, limit: 25 });
    expect(pageOf("acme", { limit: 25, cursor: nextCursor })).toBe(2);
    expect(toPage(items(24), { page: 2, limit: 25 })).not.toHaveProperty("nextCursor");
    expect(toPage([], { page: 3, limit: 25 })).not.toHaveProperty("nextCursor");
  });

  test("a list that tells its end is believed", () => {
    expect(toPage(items(25), { page: 1, limit: 25 }, true)).not.toHaveProperty("nextCursor");
    expect(toPage(items(3), { page: 1, limit: 25 }, false)).toHaveProperty("nextCursor");
  });

  test("another limit works where it leads to the same place, and is refused elsewhere", () => {
    const { nextCursor = "" } = toPage(items(50), { page: 2, limit: 50 });
    expect(pageOf("acme", { cursor: nextCursor, limit: 25 })).toBe(5);
    expect(() => pageOf("acme", { cursor: nextCursor, limit: 30 })).toThrow(refused);
  });

  test.each(["", "2", "%%%", "offset--1", "offset-1e9", "0-x"])("%j is no cursor of this list", (cursor) => {
    expect(() => pageOf("acme", { cursor, limit: 25 })).toThrow(refused);
  });
});

async function walked(maxPages: number, last: number): Promise<number[]> {
  const seen: number[] = [];
  const read = async (page: number = 1): Promise<{ page: number; next?: number }> =>
    page < last ? { page, next: page + 1 } : { page };
  for await (const { page } of walkPages(maxPages, read)) seen.push(page);
  return seen;
}

const sameItems = async (page: number = 1) => ({ next: page + 1, ids: ["a", "b"] });

describe("walkPages", () => {
  test("reads to the end, or as far as it may", async () => {
    expect(await walked(10, 3)).toEqual([1, 2, 3]);
    expect(await walked(2, 3)).toEqual([1, 2]);
  });

  test("ends when the place, or the items, are those of the page before", async () => {
    let reads = 0;
    const samePlace = async () => ({ next: "x", id: `i${++reads}` });
    for await (const _page of walkPages(100, samePlace)) expect(reads).toBeLessThan(3);
    expect(reads).toBe(2);
    let pages = 0;
    for await (const _page of walkPages(100, sameItems, ({ ids }) => ids)) pages += 1;
    expect(pages).toBe(1);
  });

  test("one empty page is no end", async () => {
    const lists = [["a"], [], ["b"]];
    const seen: string[] = [];
    const read = async (page: number = 0) => ({ ids: lists[page] ?? [], ...(page < 2 ? { next: page + 1 } : {}) });
    for await (const { ids } of walkPages(100, read, ({ ids }) => ids)) seen.push(...ids);
    expect(seen).toEqual(["a", "b"]);
  });
});

test("what cannot be an id goes into no path, and is not repeated", () => {
  const { idSegment, isId } = createIds("acme");
  expect(idSegment("stream", "aB-_9")).toBe("aB-_9");
  for (const id of ["", ".", "..", "a/b", "a%2fb", "ä", "a b", "x".repeat(256)]) {
    expect(isId(id)).toBe(false);
    expect(() => idSegment("target", id)).toThrow(
      expect.objectContaining({ code: "not_found", message: "acme: there is no such target." }),
    );
  }
});
