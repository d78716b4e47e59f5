import { expect, test } from "vitest";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

async function refusalOf(world: TestApp, method: string, path: string): Promise<unknown> {
  const { status, body } = await world.call(method, path);
  expect(body).toMatchObject({ status, code: "invalid_argument" });
  return body;
}

test.each([
  ["GET", "/v1/streams?limit=1&limit=2", "limit"],
  ["GET", "/v1/targets?state=failed&state=idle", "state"],
  ["GET", "/v1/events?after=1&after=1", "after"],
  ["GET", "/v1/events/stream?streamId=str_1&streamId=str_2", "streamId"],
  ["GET", "/v1/inbox?state=done&state=parked", "state"],
  ["PUT", "/v1/streams/str_none/targets?prune=true&prune=false", "prune"],
])("%s %s: what is said twice is not guessed", async (method, path, name) => {
  await using world = await openTestApp();
  expect(await refusalOf(world, method, path)).toMatchObject({
    status: 422,
    issues: [{ path: name, message: "is given more than once" }],
    hint: `Send \`${name}\` once.`,
  });
});

test.each([
  ["GET", "/v1/streams?stat=live&limt=1", ["stat", "limt"], "cursor, limit, provider, reference"],
  ["GET", "/v1/streams/str_none?expand=targets", ["expand"], "no query"],
  ["GET", "/v1/targets?State=failed", ["State"], "cursor, limit, state, streamId, provider"],
  ["PUT", "/v1/streams/str_none/targets?purne=true", ["purne"], "prune"],
  ["POST", "/v1/streams?dryRun=true", ["dryRun"], "no query"],
  ["DELETE", "/v1/streams/str_none?force=true", ["force"], "no query"],
])("%s %s: a word that is not known is not passed over", async (method, path, names, known) => {
  await using world = await openTestApp();
  expect(await refusalOf(world, method, path)).toMatchObject({
    status: 422,
    issues: names.map((name) => ({ path: name, message: "is not known here" })),
    hint: expect.stringContaining(known),
  });
});

test("a list may be repeated, with commas, or both", async () => {
  await using world = await openTestApp();
  const { body } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
  expect(body).toBeDefined();
  for (const query of ["type=stream.created&type=stream.live", "type=stream.live,stream.created&type=stream.idle"]) {
    expect(await world.call("GET", `/v1/events?${query}`)).toMatchObject({
      status: 200,
      body: { data: [{ type: "stream.created" }] },
    });
  }
});

test("names are told shortened, and no more than some", async () => {
  await using world = await openTestApp();
  const names = Array.from({ length: 100 }, (_, index) => `${"x".repeat(300)}${index}`);
  const refused = await refusalOf(world, "GET", `/v1/streams?${names.join("&")}`);
  expect(refused).toMatchObject({ issues: expect.toSatisfy((issues: unknown[]) => issues.length === 20) });
  expect(JSON.stringify(refused).length).toBeLessThan(5000);
});

test("who has no key learns nothing of it; open paths take any query", async () => {
  await using world = await openTestApp();
  expect((await world.app.request("/v1/streams?nope=1")).status).toBe(401);
  for (const path of ["/livez?t=1&t=2", "/readyz?t=1", "/openapi.json?v=2"]) {
    expect((await world.app.request(path)).status).toBeLessThan(400);
  }
});
