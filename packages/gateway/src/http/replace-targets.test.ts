import { expect, test } from "vitest";
import * as z from "zod";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const wish = (reference: string, changes: object = {}) => ({
  reference,
  name: reference,
  destination: { url: `rtmp://${reference}.example.com/live`, streamKey: "planted-key-0001" },
  ...changes,
});
const answerSchema = z.object({
  data: z.array(z.object({ id: z.string(), name: z.string(), enabled: z.boolean(), reference: z.string().optional() })),
});

async function openStream(world: TestApp): Promise<string> {
  const { body } = await world.call("POST", "/v1/streams", {
    body: { name: "Show", targets: [{ ...wish("own"), reference: undefined }] },
  });
  return `/v1/streams/${(body as { stream: { id: string } }).stream.id}/targets`;
}

test("a list of targets is taken as a whole, found again by reference, and harmless to repeat", async () => {
  await using world = await openTestApp();
  const path = await openStream(world);
  const put = async (body: unknown, query = "") => {
    const answer = await world.call("PUT", `${path}${query}`, { body });
    expect(answer.status).toBe(200);
    return answerSchema.parse(answer.body).data;
  };
  const first = await put([wish("a"), wish("b")]);
  expect(first.map(({ name }) => name)).toEqual(["own", "a", "b"]);
  expect(await put([wish("a"), wish("b")])).toEqual(first);
  const changed = await put([wish("a", { enabled: false })]);
  expect(changed.map(({ id }) => id)).toEqual(first.map(({ id }) => id));
  expect(changed.map(({ enabled }) => enabled)).toEqual([true, false, true]);
  expect((await put([wish("a")], "?prune=true")).map(({ name }) => name)).toEqual(["own", "a"]);
  expect((await put([], "?prune=false")).map(({ name }) => name)).toEqual(["own", "a"]);
});

test.each([
  ["an object", {}, ""],
  ["one without a reference", [{ ...wish("a"), reference: undefined }], ""],
  ["two of the same reference", [wish("a"), wish("a")], ""],
  ["a word that says neither", [wish("a")], "?prune=yes"],
])("a list that does not fit is refused as a whole: %s", async (_, body, query) => {
  await using world = await openTestApp();
  const path = await openStream(world);
  const answer = await world.call("PUT", `${path}${query}`, { body });
  expect([answer.status, JSON.stringify(answer.body).includes("planted")]).toEqual([422, false]);
  expect(answerSchema.parse((await world.call("GET", path)).body).data).toHaveLength(1);
});
