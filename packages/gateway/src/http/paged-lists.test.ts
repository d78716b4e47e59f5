import { expect, test } from "vitest";
import * as z from "zod";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const DEFAULT = 25;
const pageSchema = z.strictObject({
  data: z.array(z.looseObject({ id: z.string() })),
  nextCursor: z.string().optional(),
});
const target = { name: "T", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0001" } };

/** Makes things through the API, one after the other. */
async function make(world: TestApp, path: string, count: number, body: unknown): Promise<void> {
  for (let n = 0; n < count; n += 1) expect(await world.call("POST", path, { body })).toMatchObject({ status: 201 });
}

async function targetsPath(world: TestApp): Promise<string> {
  const { headers } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
  return `${headers.get("location")}/targets`;
}

/** A list, and the body that adds to it. */
const lists: [string, (world: TestApp) => Promise<string>, unknown][] = [
  ["streams", async () => "/v1/streams", { name: "Show" }],
  ["targets of a stream", targetsPath, target],
  ["API keys", async () => "/v1/api-keys", { name: "k", scopes: ["read"] }],
  ["webhook endpoints", async () => "/v1/webhook-endpoints", { url: "https://example.com/hook" }],
];

test.each(lists)("%s come page by page, 25 at a time unless said otherwise", async (_name, place, body) => {
  await using world = await openTestApp();
  const path = await place(world);
  await make(world, path, DEFAULT + 1, body);
  const read = async (query = "") => pageSchema.parse((await world.call("GET", `${path}${query}`)).body);
  const first = await read();
  expect(first.data).toHaveLength(DEFAULT);
  const rest = await read(`?cursor=${first.nextCursor}`);
  expect(rest).not.toHaveProperty("nextCursor");
  const whole = await read("?limit=100");
  expect(whole).not.toHaveProperty("nextCursor");
  expect([...first.data, ...rest.data].map(({ id }) => id)).toEqual(whole.data.map(({ id }) => id));
  expect(new Set(whole.data.map(({ id }) => id)).size).toBeGreaterThan(DEFAULT);
  const [, second] = (await read("?limit=2")).data;
  expect(second?.id).toBe(whole.data[1]?.id);
});

test.each(lists)("%s: what is no limit and no cursor is refused", async (_name, place) => {
  await using world = await openTestApp();
  const path = await place(world);
  for (const [query, issue] of [
    ["limit=0", "limit"],
    ["limit=101", "limit"],
    ["limit=ten", "limit"],
    ["cursor=", "cursor"],
    ["cursor=nope", "cursor"],
    ["page=2", "page"],
  ]) {
    expect(await world.call("GET", `${path}?${query}`)).toMatchObject({
      status: 422,
      body: { code: "invalid_argument", issues: [{ path: issue }] },
    });
  }
});
