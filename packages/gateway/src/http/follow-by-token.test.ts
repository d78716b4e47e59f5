import { fakeProvider } from "@polycast/core/testing";
import { expect, test } from "vitest";
import * as z from "zod";
import { openTestGateway, type TestGateway } from "../test-gateway.test.support.ts";
import { readSse } from "./sse.test.support.ts";
import { openTestApp, type TestApp } from "./test-app.test.support.ts";

const tokenSchema = z.object({ token: z.string() });
const streamInput = {
  name: "Show",
  reference: "planted-reference",
  metadata: { note: "planted-metadata" },
  targets: [{ name: "A", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0001" } }],
};

async function openStream(world: TestApp): Promise<{ id: string; path: string }> {
  const { stream } = await world.opened.control.streams.create(streamInput);
  return { id: stream.id, path: `/v1/streams/${stream.id}/view-tokens` };
}

async function newToken(world: TestApp, path: string): Promise<string> {
  return tokenSchema.parse((await world.call("POST", path)).body).token;
}

/** Calls as a browser does: without a key. */
const browse = (world: TestApp, path: string, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(world.app.request(path, init));

async function untilLogged(world: TestGateway, count: number): Promise<void> {
  while (world.lines.filter((line) => line.includes('"request"')).length < count) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test("making one needs `write`, and the body may be left out", async () => {
  await using world = await openTestApp();
  const { id, path } = await openStream(world);
  for (const scope of ["read", "ingest"] as const) {
    expect((await world.call("POST", path, { key: world.keys[scope] })).status).toBe(403);
  }
  expect((await world.call("POST", path, { headers: { authorization: "" } })).status).toBe(401);
  const made = await world.call("POST", path, { key: world.keys.write });
  expect(made).toMatchObject({ status: 201, body: { streamId: id, token: expect.stringMatching(/^pcvt_/u) } });
  expect((await world.call("POST", path, { body: { expiresInSeconds: 60 } })).status).toBe(201);
  expect((await world.call("POST", path, { body: { expiresInSeconds: 1 } })).status).toBe(422);
  expect((await world.call("POST", "/v1/streams/str_none/view-tokens")).status).toBe(404);
});

test("what is said twice in its query is not guessed, but only to who has a token", async () => {
  await using world = await openTestApp();
  const { path } = await openStream(world);
  const query = "type=stream.live&after=1&after=2&nope=1";
  const refused = await browse(world, `/v1/events/stream?token=${await newToken(world, path)}&${query}`);
  expect([refused.status, await refused.json()]).toMatchObject([
    422,
    { issues: [{ path: "after" }, { path: "nope", message: "is not known here" }] },
  ]);
  expect((await browse(world, `/v1/events/stream?token=pcvt_none&${query}`)).status).toBe(401);
});

test("a browser follows its stream alone, and sees nothing that its owner has noted", async () => {
  await using world = await openTestApp();
  const { id, path } = await openStream(world);
  const token = await newToken(world, path);
  const response = await browse(world, `/v1/events/stream?token=${token}`, {
    headers: { origin: "https://a.example" },
  });
  expect(response.status).toBe(200);
  expect(response.headers.get("access-control-allow-origin")).toBe("*");
  expect(response.headers.get("access-control-allow-credentials")).toBeNull();
  const { streams } = world.opened.control;
  await streams.create({ ...streamInput, name: "Other" });
  await streams.update(id, { name: "New", metadata: { note: "planted-again" } });
  await streams.delete(id);
  const messages = [];
  // It ends by itself with the stream.
  for await (const message of readSse(response)) messages.push(message);
  expect(JSON.stringify(messages)).not.toContain("planted");
  const told = messages.map(({ event, data }) =>
    event === "snapshot" ? event : z.object({ type: z.string() }).parse(JSON.parse(data)).type,
  );
  expect(told).toEqual(["snapshot", "stream.updated", "stream.deleted"]);
  expect(messages[0]?.data).toContain(id);
  expect((await browse(world, `/v1/events/stream?token=${token}`)).status).toBe(401);
});

test("it may resume and filter, and not look at another stream", async () => {
  await using world = await openTestApp();
  const { id, path } = await openStream(world);
  const token = await newToken(world, path);
  const base = `/v1/events/stream?token=${token}`;
  const ask = async (query: string): Promise<number> => {
    const { status, body } = await browse(world, base + query);
    await body?.cancel();
    return status;
  };
  expect(await ask(`&streamId=${id}`)).toBe(200);
  expect(await ask("&after=1&type=stream.live")).toBe(200);
  expect(await ask("&streamId=str_other")).toBe(403);
  expect(await ask("&after=99")).toBe(410);
  expect(await ask("&bogus=1")).toBe(422);
  expect(await ask(`&token=${token}`)).toBe(401);
  expect((await browse(world, base, { method: "HEAD" })).status).toBe(200);
});

test("a token opens no other route, in no other place", async () => {
  await using world = await openTestApp();
  const { id, path } = await openStream(world);
  const token = await newToken(world, path);
  for (const other of ["/v1/events", "/v1/streams", `/v1/streams/${id}`, `/v1/streams/${id}/ingest`]) {
    expect([other, (await browse(world, `${other}?token=${token}`)).status]).toEqual([other, 401]);
  }
  expect((await world.call("GET", "/v1/events/stream", { key: token })).status).toBe(401);
  expect((await browse(world, `/v1/events/stream?token=${token}`, { method: "POST" })).status).toBe(405);
});

test("pages that use `fetch` get leave for the header that resumes, and can read why they were refused", async () => {
  await using world = await openTestApp();
  const preflight = await browse(world, "/v1/events/stream?token=pcvt_x", { method: "OPTIONS" });
  expect(preflight.status).toBe(204);
  expect(preflight.headers.get("access-control-allow-origin")).toBe("*");
  expect(preflight.headers.get("access-control-allow-headers")).toContain("Last-Event-ID");
  const refused = await browse(world, "/v1/events/stream?token=pcvt_x");
  expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, "*"]);
  expect((await browse(world, "/v1/streams")).headers.get("access-control-allow-origin")).toBeNull();
});

test("no log line holds a token, whatever is done with it", async () => {
  await using world = await openTestGateway(fakeProvider().provider);
  const { stream } = await world.gateway.control.streams.create({ name: "Show" });
  const made = await world.fetch(`/v1/streams/${stream.id}/view-tokens`, { method: "POST" });
  const { token } = tokenSchema.parse(await made.json());
  const base = `http://127.0.0.1:${world.gateway.address.http}`;
  const paths = ["/v1/events/stream", "/v1/events", "/nothing", `/v1/streams/${stream.id}`];
  for (const path of paths) await (await fetch(`${base}${path}?token=${token}`)).body?.cancel();
  await (await fetch(`${base}/v1/events/stream?token=${token}&bogus=1`)).text();
  await (await fetch(`${base}/v1/events/stream?token=${token}`, { method: "OPTIONS" })).text();
  await (await fetch(`${base}/${token}`)).text();
  await untilLogged(world, paths.length + 4);
  const [, secret = ""] = token.split("_");
  expect(secret).toHaveLength(43);
  expect(world.lines.join("\n")).not.toContain(secret);
  const routes = world.lines.map((line) => z.object({ route: z.string().optional() }).parse(JSON.parse(line)).route);
  expect(routes).toContain("/v1/events/stream");
});
