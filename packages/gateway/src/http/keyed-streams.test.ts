import { expect, test } from "vitest";
import * as z from "zod";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { deleteApiKey } from "../store/index.ts";
import { readSse } from "./sse.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const madeSchema = z.object({ apiKey: z.object({ id: z.string() }), key: z.string() });
const ENDED = ": this API key has expired or was deleted\n\n";

/** Makes a key and follows with it. */
async function followWithKey(world: TestApp, expiresAt?: string) {
  const body = { name: "Follower", scopes: ["read"], ...(expiresAt === undefined ? {} : { expiresAt }) };
  const { apiKey, key } = madeSchema.parse((await world.call("POST", "/v1/api-keys", { body })).body);
  const headers = { authorization: `Bearer ${key}` };
  const response = await world.app.request("/v1/events/stream", { headers });
  expect(response.status).toBe(200);
  return { id: apiKey.id, response };
}

test("a stream ends when the key that opened it expires", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock });
  const { response } = await followWithKey(world, new Date(clock.now() + 10_000).toISOString());
  clock.advance(9999);
  await world.opened.control.streams.create({ name: "before" });
  const messages = readSse(response.clone());
  await messages.next();
  expect((await messages.next()).value?.data).toContain("before");
  clock.advance(1);
  const text = await response.text();
  expect(text).toContain("before");
  expect(text.endsWith(ENDED)).toBe(true);
});

test("a stream ends when the key that opened it is deleted, and those of other keys go on", async () => {
  await using world = await openTestApp(undefined, { clock: createManualClock() });
  const { id, response } = await followWithKey(world);
  const other = readSse((await followWithKey(world)).response);
  await other.next();
  expect((await world.call("DELETE", `/v1/api-keys/${id}`)).status).toBe(204);
  expect((await response.text()).endsWith(ENDED)).toBe(true);
  await world.opened.control.streams.create({ name: "after" });
  expect((await other.next()).value?.data).toContain("after");
  await other.return(undefined);
});

test("a key that is deleted between its check and the stream's beginning ends it with the next look", async () => {
  const clock = createManualClock();
  await using world = await openTestApp(undefined, { clock });
  const { events } = world.opened.control;
  const follow = events.follow.bind(events);
  let id = "";
  events.follow = async (query) => {
    await world.opened.store.write(() => deleteApiKey(id));
    return follow(query);
  };
  const { body } = await world.call("POST", "/v1/api-keys", { body: { name: "Brief", scopes: ["read"] } });
  const made = madeSchema.parse(body);
  ({ id } = made.apiKey);
  const headers = { authorization: `Bearer ${made.key}` };
  const response = await world.app.request("/v1/events/stream", { headers });
  expect(response.status).toBe(200);
  clock.advance(5000);
  expect((await response.text()).endsWith(ENDED)).toBe(true);
});
