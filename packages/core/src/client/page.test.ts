import { expect, test, vi } from "vitest";
import type { AdapterPage } from "../contract/provider-adapter.ts";
import { aStream } from "../fixtures.test.support.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake } from "./fake-adapter.test.support.ts";
import { createPage } from "./page.ts";

const many = Array.from({ length: 7 }, (_, index) => aStream({ id: `s${index}` }));
const client = () => {
  const fake = createFake({ streams: many });
  return { fake, streams: createMultistream({ provider: fake.adapter }).streams };
};

test("awaited, a list is one page", async () => {
  const { fake, streams } = client();
  const page = await streams.list({ limit: 3 });
  expect(page.data.map(({ id }) => id)).toEqual(["s0", "s1", "s2"]);
  expect(page.nextCursor).toBe("3");
  expect(fake.calls).toEqual(["streams.list"]);
  expect((await streams.list({ limit: 3, cursor: "6" })).nextCursor).toBeUndefined();
});

test("iterated, it is every item, page by page", async () => {
  const { fake, streams } = client();
  const ids: string[] = [];
  for await (const stream of streams.list({ limit: 3, cursor: "1" })) ids.push(stream.id);
  expect(ids).toEqual(["s1", "s2", "s3", "s4", "s5", "s6"]);
  expect(fake.calls).toHaveLength(2);
});

test("nothing is fetched before it is needed, nor after the loop is left", async () => {
  const { fake, streams } = client();
  const page = streams.list({ limit: 3 });
  expect(fake.calls).toEqual([]);
  for await (const stream of page) if (stream.id === "s1") break;
  expect(fake.calls).toEqual(["streams.list"]);
});

test("the first page is fetched once, however it is used", async () => {
  const fetchPage = vi.fn<(cursor?: string) => Promise<AdapterPage<{ id: string }>>>(async () => ({
    data: [{ id: "1" }],
  }));
  const page = createPage(fetchPage);
  await page;
  await page;
  for await (const item of page) expect(item.id).toBe("1");
  expect(fetchPage).toHaveBeenCalledTimes(1);
});

test("an error of a later page comes out of the loop", async () => {
  const page = createPage(async (cursor?: string): Promise<AdapterPage<{ id: string }>> => {
    if (cursor !== undefined) throw new Error("second page");
    return { data: [{ id: "1" }], nextCursor: "2" };
  });
  const items: string[] = [];
  const loop = async (): Promise<void> => {
    for await (const item of page) items.push(item.id);
  };
  await expect(loop()).rejects.toThrow("second page");
  expect(items).toEqual(["1"]);
});

test.each([0, 101, 1.5])("a limit of %s is refused before any call", async (limit) => {
  const { fake, streams } = client();
  const list = async (): Promise<unknown> => streams.list({ limit });
  await expect(list()).rejects.toMatchObject({ code: "invalid_argument" });
  expect(fake.calls).toEqual([]);
});

test("a list that goes round in circles ends", async () => {
  let fetched = 0;
  const page = createPage(async () => ({ data: [{ id: "1" }, { id: "2" }], nextCursor: `c${++fetched}` }));
  const items: string[] = [];
  for await (const item of page) items.push(item.id);
  expect(items).toEqual(["1", "2"]);
  expect(fetched).toBe(2);
});
