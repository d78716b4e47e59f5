import { everythingAllowed, fakeProvider } from "@polycast/core/testing";
import { describe, expect, test } from "vitest";
import { openTestApp } from "./test-app.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };

describe("streams", () => {
  test("the life of a stream", async () => {
    await using world = await openTestApp();
    const { call } = world;
    const created = await call("POST", "/v1/streams", { body: { name: "Show", targets: [custom], reference: "r/1" } });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      stream: { id: expect.stringMatching(/^str_/u), provider: "fake", targets: [{ destination: { redacted: true } }] },
      ingest: [{ protocol: "rtmp", streamKey: expect.any(String) }],
    });
    const path = created.headers.get("location") ?? "";
    expect(path).toMatch(/^\/v1\/streams\/str_/u);
    expect(await call("GET", path)).toMatchObject({ status: 200, body: { name: "Show", reference: "r/1" } });
    expect(await call("GET", "/v1/streams/fake:stream-1")).toMatchObject({ status: 200, body: { name: "Show" } });
    expect(await call("GET", "/v1/streams?limit=1&reference=r/1")).toMatchObject({
      body: { data: [{ name: "Show" }] },
    });
    expect(await call("PATCH", path, { body: { name: "Better" } })).toMatchObject({
      status: 200,
      body: { name: "Better" },
    });
    expect(await call("GET", `${path}/actions`)).toMatchObject({ body: { "stream.end": { allowed: true } } });
    expect(await call("GET", `${path}/ingest`)).toMatchObject({ body: { data: [{ protocol: "rtmp" }] } });
    expect(await call("POST", `${path}/ingest/rotate`)).toMatchObject({ status: 200, body: { data: [{}] } });
    expect(await call("POST", `${path}/end`)).toMatchObject({ status: 200 });
    expect(await call("DELETE", path)).toMatchObject({ status: 204, body: undefined });
    expect(await call("DELETE", path)).toMatchObject({ status: 204 });
    expect(await call("GET", path)).toMatchObject({
      status: 404,
      body: { code: "not_found", type: "/errors/not_found" },
    });
  });

  test("the life of a target", async () => {
    await using world = await openTestApp();
    const { call } = world;
    const created = await call("POST", "/v1/streams", { body: { name: "Show" } });
    const stream = created.headers.get("location") ?? "";
    const target = await call("POST", `${stream}/targets`, { body: custom });
    expect(target).toMatchObject({ status: 201, body: { id: expect.stringMatching(/^tgt_/u), name: "Custom" } });
    const path = target.headers.get("location") ?? "";
    expect(path.startsWith(`${stream}/targets/tgt_`)).toBe(true);
    expect(await call("GET", path)).toMatchObject({ status: 200, body: { status: { state: "idle" } } });
    expect(await call("GET", `${stream}/targets`)).toMatchObject({ body: { data: [{ name: "Custom" }] } });
    expect(await call("PATCH", path, { body: { enabled: false } })).toMatchObject({ body: { enabled: false } });
    expect(await call("GET", "/v1/targets?state=disabled")).toMatchObject({ body: { data: [{ name: "Custom" }] } });
    expect(await call("GET", "/v1/targets?state=live")).toMatchObject({ body: { data: [] } });
    expect(await call("POST", `${path}/restart`)).toMatchObject({ status: 200 });
    expect(await call("DELETE", path)).toMatchObject({ status: 204 });
    expect(await call("GET", path)).toMatchObject({ status: 404 });
  });

  test("a target whose deletion waits is answered with 202", async () => {
    const pending = {
      changes: ["delete"],
      applies: "stream_idle",
      since: "2026-01-02T03:04:05.000Z",
    };
    const { target } = everythingAllowed();
    const capabilities = everythingAllowed({
      target: { ...target, delete: { ...target.delete, live: "stream_idle" } },
    });
    const fake = fakeProvider({ capabilities, now: () => Date.parse(pending.since) });
    await using world = await openTestApp({ fake: fake.provider });
    const created = await world.call("POST", "/v1/streams", { body: { name: "Show", targets: [custom] } });
    expect(created.body).toMatchObject({ stream: { targets: [{}] } });
    fake.goLive("stream-1");
    const found = await world.call("GET", "/v1/targets");
    const { id, streamId } = (found.body as { data: [{ id: string; streamId: string }] }).data[0];
    expect(await world.call("DELETE", `/v1/streams/${streamId}/targets/${id}`)).toMatchObject({
      status: 202,
      body: { pending: { ...pending, since: expect.any(String) } },
    });
  });
});

describe("providers, events and the rest", () => {
  test("tells who carries streams", async () => {
    const one = fakeProvider({ capabilities: everythingAllowed({ renditions: false }) }).provider;
    const two = fakeProvider().provider;
    await using world = await openTestApp({ one: { ...one, packageName: "@example/fake" }, two });
    expect(await world.call("GET", "/v1/providers")).toMatchObject({
      body: {
        data: [
          {
            name: "one",
            provider: "fake",
            package: "@example/fake",
            default: true,
            capabilities: { renditions: false },
          },
          { name: "two", default: false },
        ],
      },
    });
    expect(await world.call("GET", "/v1/providers/two")).toMatchObject({ body: { name: "two" } });
    expect(await world.call("GET", "/v1/providers/three")).toMatchObject({ status: 404 });
  });

  test("lists events", async () => {
    await using world = await openTestApp();
    await world.call("POST", "/v1/streams", { body: { name: "Show", targets: [custom] } });
    expect(await world.call("GET", "/v1/events?limit=1")).toMatchObject({
      body: { data: [{ type: "stream.created" }], nextCursor: "1", cursor: "1" },
    });
    expect(await world.call("GET", "/v1/events?cursor=1")).toMatchObject({
      body: { data: [{ type: "target.created" }], cursor: "2" },
    });
    expect(await world.call("GET", "/v1/events?cursor=77")).toMatchObject({ status: 410 });
    expect(await world.call("GET", "/v1/events?type=target.created,target.live")).toMatchObject({
      body: { data: [{ type: "target.created" }], cursor: "2" },
    });
    expect(await world.call("GET", "/v1/events?after=77")).toMatchObject({ status: 410, body: { code: "not_found" } });
    expect(await world.call("GET", "/v1/events/stream?after=77")).toMatchObject({ status: 410 });
  });

  test("is open where nothing is to be protected", async () => {
    let ready = true;
    await using world = await openTestApp(undefined, { isReady: () => ready });
    const open = { key: "none" };
    expect(await world.call("GET", "/livez", open)).toMatchObject({ status: 200, body: { status: "ok" } });
    expect(await world.call("GET", "/readyz", open)).toMatchObject({ status: 200, body: { status: "ok" } });
    ready = false;
    expect(await world.call("GET", "/readyz", open)).toMatchObject({ status: 503, body: { status: "unavailable" } });
    expect(await world.call("GET", "/", open)).toMatchObject({
      body: { name: "polycast", links: { openapi: "/openapi.json" } },
    });
    expect(await world.call("GET", "/errors/not_idle", open)).toMatchObject({
      body: { code: "not_idle", status: 409 },
    });
    expect(await world.call("GET", "/errors/nothing", open)).toMatchObject({ status: 404 });
  });
});
