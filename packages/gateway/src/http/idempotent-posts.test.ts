import { MultistreamError } from "@polycast/core";
import { expect, onTestFinished, test } from "vitest";
import { createLog } from "../log/create-log.ts";
import { createOutbox } from "../outbox/create-outbox.ts";
import { openVault } from "../store/index.ts";
import { type AppOptions, createApp } from "./create-app.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const target = { name: "Tube", destination: { url: "rtmp://a.example/live", streamKey: "planted" } };

test("a POST with a key is done once, with its credentials in both answers", async () => {
  await using world = await openTestApp();
  const create = (body: unknown, key = world.keys.admin) =>
    world.call("POST", "/v1/streams", { body, key, headers: { "idempotency-key": "one" } });
  const [first, second] = [await create({ name: "Show" }), await create({ name: "Show" })];
  expect(second).toMatchObject({ status: 201, body: first.body });
  expect(second.headers.get("location")).toBe(first.headers.get("location"));
  expect(second.headers.get("idempotent-replayed")).toBe("true");
  expect((await create({ name: "Other" })).status).toBe(422);
  expect((await create({ name: "Show" }, world.keys.write)).headers.get("idempotent-replayed")).toBeNull();
  const { body } = await world.call("GET", "/v1/streams");
  expect((body as { data: unknown[] }).data).toHaveLength(2);
  expect(JSON.stringify(first.body)).toContain("streamKey");
});

test("a target whose gateway died is there once, and told as it would have been", async () => {
  await using world = await openTestApp();
  const { body } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
  const path = `/v1/streams/${(body as { stream: { id: string } }).stream.id}/targets`;
  const { first, again } = await dieAndRepeat(world, path, target);
  expect(again).toEqual(first);
  expect(await idsOf(world, path)).toHaveLength(1);
  await world.call("POST", path, { body: target, headers: { "idempotency-key": "two" } });
  expect(await idsOf(world, path)).toHaveLength(2);
});

test("a stream whose gateway died is there once, with its targets and the ingest that nobody was told", async () => {
  await using world = await openTestApp();
  const { destination } = target;
  const targets = ["a", "b", "c"].map((name) => ({ name, destination }));
  const { first, again } = await dieAndRepeat(world, "/v1/streams", { name: "Show", targets });
  expect(again).toEqual(first);
  expect((again as { stream: { targets: { name: string }[] } }).stream.targets.map(({ name }) => name)).toEqual([
    "a",
    "b",
    "c",
  ]);
  expect(await idsOf(world, "/v1/streams")).toHaveLength(1);
  expect(world.fake.calls().filter((call) => call === "streams.create")).toHaveLength(1);
});

test("a webhook endpoint whose gateway died is there once, with the secret that nobody was told", async () => {
  await using world = await openTestApp();
  const { first, again } = await dieAndRepeat(world, "/v1/webhook-endpoints", { url: "https://a.example/hook" });
  expect(again).toEqual(first);
  expect(await idsOf(world, "/v1/webhook-endpoints")).toHaveLength(1);
});

test("an API key whose gateway died is there once, and opens only as it was told", async () => {
  await using world = await openTestApp();
  const before = await idsOf(world, "/v1/api-keys");
  const { first, again } = await dieAndRepeat(world, "/v1/api-keys", { name: "New", scopes: ["read"] });
  const [untold, told] = [first, again].map((body) => body as { apiKey: { id: string }; key: string });
  expect(told?.apiKey.id).toBe(untold?.apiKey.id);
  expect(await idsOf(world, "/v1/api-keys")).toHaveLength(before.length + 1);
  const statuses = [];
  for (const key of [untold?.key, told?.key]) statuses.push((await world.call("GET", "/v1/streams", { key })).status);
  expect(statuses).toEqual([401, 200]);
});

test("a repeat that fails keeps its ids, so that the next one still finds what is there", async () => {
  await using world = await openTestApp();
  const { body } = await world.call("POST", "/v1/streams", { body: { name: "Show" } });
  const path = `/v1/streams/${(body as { stream: { id: string } }).stream.id}/targets`;
  const first = await callDying(world, path, target);
  const { control } = world.opened;
  const failed = await callOther(world, path, target, {
    control: { ...control, targets: { ...control.targets, create } },
  });
  expect([first.status, failed.status]).toEqual([201, 503]);
  expect((await dieAndRepeat(world, path, target)).again).toEqual(await first.json());
  expect(await idsOf(world, path)).toHaveLength(1);
});

async function idsOf(world: TestApp, path: string): Promise<string[]> {
  const { body } = await world.call("GET", path);
  return (body as { data: { id: string }[] }).data.map(({ id }) => id);
}

/**
 * Posts to a gateway that dies when everything is stored but its answer, then to the one after it on the same store.
 * Answers what nobody was told, and what is told then.
 */
async function dieAndRepeat(world: TestApp, path: string, body: unknown): Promise<{ first: unknown; again: unknown }> {
  const first = await callDying(world, path, body);
  const headers = { "idempotency-key": "one" };
  const again = await world.call("POST", path, { body, headers });
  const replayed = await world.call("POST", path, { body, headers });
  expect([first.status, again.status]).toEqual([201, 201]);
  expect(again.headers.get("idempotent-replayed")).toBeNull();
  expect(again.headers.get("location")).toBe(first.headers.get("location"));
  expect([replayed.headers.get("idempotent-replayed"), replayed.body]).toEqual(["true", again.body]);
  return { first: await first.json(), again: again.body };
}

function seal(): never {
  throw new Error("dead");
}

function create(): never {
  throw new MultistreamError("provider_unavailable", "Not now.", { hint: "Wait." });
}

/** Does everything but keep its answer. */
async function callDying(world: TestApp, path: string, body: unknown): Promise<Response> {
  const { store, dataDir } = world.opened;
  const { sealer, hash } = await openVault(store, { dataDir });
  return callOther(world, path, body, { vault: { hash, sealer: { ...sealer, seal } } });
}

/** Posts to another gateway, which had the store before, under the key `one`. */
async function callOther(
  { opened, keys }: TestApp,
  path: string,
  body: unknown,
  changes: Partial<AppOptions>,
): Promise<Response> {
  const { control, dataDir } = opened;
  const store = { ...opened.store };
  const vault = await openVault(store, { dataDir });
  const outbox = createOutbox({ store, sealer: vault.sealer, log: () => {}, allowPrivate: false });
  onTestFinished(() => outbox.close());
  const { log } = createLog({ output: { write: () => {}, close: () => Promise.resolve() } });
  const app = createApp({ control, store, vault, log, outbox, ...changes });
  return app.request(path, {
    method: "POST",
    headers: {
      authorization: `Bearer ${keys.admin}`,
      "content-type": "application/json",
      "idempotency-key": "one",
    },
    body: JSON.stringify(body),
  });
}
