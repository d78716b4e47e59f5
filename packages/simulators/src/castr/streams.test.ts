import { describe, expect, test } from "vitest";
import { basicAuth } from "../kernel/basic-auth.ts";
import { castrAccount, idIn, youtube } from "./castr-account.test.support.ts";

const hex24 = expect.stringMatching(/^[0-9a-f]{24}$/u);

describe("castr §1: credentials", () => {
  const refused = { statusCode: 401, error: "Unauthorized", message: expect.any(String) };

  test.each([
    ["none", ""],
    ["Bearer, as one article says", "Bearer castr-token-id:castr-secret-key"],
    ["the value without its scheme", btoa("castr-token-id:castr-secret-key")],
    ["a wrong secret", basicAuth("castr-token-id", "wrong")],
    ["what is no base64", "Basic =x="],
  ])("%s: 401 in Castr's envelope", async (_what, authorization) => {
    const answer = await castrAccount().call("GET", "/live_streams", undefined, { authorization });
    expect([answer.status, answer.body]).toEqual([401, refused]);
  });

  test("a secret with a colon and letters beyond ASCII is understood", async () => {
    const account = castrAccount({ tokenId: "id", secretKey: "sé:cret→" });
    const status = async (secret: string) =>
      (await account.call("GET", "/live_streams", undefined, { authorization: basicAuth("id", secret) })).status;
    expect([await status("sé:cret→"), await status("sé"), await status("sé:cret")]).toEqual([200, 401, 401]);
  });

  test("a plan without the API: 403 for right credentials, 401 for wrong ones", async () => {
    const account = castrAccount({ plan: { api: false } });
    expect(await account.call("GET", "/live_streams")).toMatchObject({ status: 403, body: { error: "Forbidden" } });
    const wrong = { authorization: basicAuth("a", "b") };
    expect((await account.call("GET", "/live_streams", undefined, wrong)).status).toBe(401);
  });
});

describe("castr §2: a new stream", () => {
  test("is shown without a status, with no platforms, no playback address and an ingest key that holds a query", async () => {
    const { status, body } = await castrAccount().call("POST", "/live_streams", {
      name: "Show",
      enabled: true,
      settings: { abr: false, cloud_recording: true },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      _id: hex24,
      name: "Show",
      enabled: true,
      ingest: {
        server: "rtmp://live.castr.com/static",
        key: expect.stringMatching(/^lv_[0-9a-f]{32}\?password=[0-9a-f]{8}$/u),
      },
      playback: {
        embed_url: expect.stringMatching(/^https:\/\/player\.castr\.com\/lv_[0-9a-f]{32}$/u),
        embed_audio_url: expect.stringMatching(/\?onlyAudio=true$/u),
        hls_url: null,
      },
      platforms: [],
      settings: { abr: false, cloud_recording: true, pulling_mode: {} },
      user: hex24,
      organization: hex24,
      environment: "production",
      creation_time: "2026-01-02T03:04:05.000Z",
    });
  });

  test("reads offline, and without what exists only while online", async () => {
    const account = castrAccount();
    const stream = await account.read(await account.stream());
    expect(stream.broadcasting_status).toBe("offline");
    expect(stream).not.toHaveProperty("pull_urls");
    expect(stream).not.toHaveProperty("thumb_url");
  });

  test.each([
    ["no name", { enabled: true }, '"name"'],
    ["a name that is no text", { name: 5 }, '"name"'],
    ["settings that are no object", { name: "x", settings: [] }, '"settings"'],
    ["no object", [], '"value"'],
  ])("with %s is refused with 400 (assumed)", async (_what, body, field) => {
    const answer = await castrAccount().call("POST", "/live_streams", body);
    expect(answer.body).toEqual({ statusCode: 400, error: "Bad Request", message: expect.stringContaining(field) });
  });

  test("what is no JSON is refused", async () => {
    const account = castrAccount();
    expect((await account.call("POST", "/live_streams", "{")).status).toBe(400);
    expect((await account.call("POST", "/live_streams", "{}", { "content-type": "text/plain" })).status).toBe(415);
    expect((await account.call("POST", "/live_streams", { name: "x".repeat(1_100_000) })).status).toBe(413);
    expect((await account.call("GET", "/live_streams")).body).toMatchObject({ total: 0 });
  });

  test("quirk: 201 for what is created, platforms too", async () => {
    const account = castrAccount({ quirks: { createdStatus: 201 } });
    const answer = await account.call("POST", "/live_streams", { name: "Show" });
    expect(answer.status).toBe(201);
    const id = idIn(answer);
    const platform = { template: "custom", ...youtube };
    expect((await account.call("POST", `/live_streams/${id}/platforms`, platform)).status).toBe(201);
  });
});

describe("castr §2: the list", () => {
  test("has {total, page, pages, docs}, whole streams with their platforms in docs, 20 to a page", async () => {
    const account = castrAccount();
    const ids: string[] = [];
    for (let index = 0; index < 21; index += 1) ids.push(await account.stream());
    await account.platform(ids[20] ?? "");
    const newest = await account.read(ids[20] ?? "");
    const first = await account.call("GET", "/live_streams");
    const others = Array.from({ length: 19 }, (_, index) => expect.objectContaining({ _id: ids[19 - index] }));
    expect(first.body).toEqual({ total: 21, page: 1, pages: 2, docs: [newest, ...others] });
    const second = await account.call("GET", "/live_streams?page=2&limit=20");
    expect(second.body).toMatchObject({ page: 2, docs: [{ _id: ids[0] }] });
    expect((await account.call("GET", "/live_streams?page=9")).body).toMatchObject({ page: 9, docs: [] });
  });

  test("an empty one has no pages; a page that is no number is refused", async () => {
    const account = castrAccount();
    expect((await account.call("GET", "/live_streams")).body).toEqual({ total: 0, page: 1, pages: 0, docs: [] });
    expect((await account.call("GET", "/live_streams?page=x")).status).toBe(400);
  });
});

describe("castr §2: changing a stream", () => {
  test("only what is named changes; settings are merged", async () => {
    const account = castrAccount();
    const id = await account.stream({ settings: { chat_enabled: true } });
    const before = await account.read(id);
    const { body } = await account.call("PATCH", `/live_streams/${id}`, { settings: { abr: true } });
    const settings = { abr: true, chat_enabled: true, cloud_recording: false, pulling_mode: {} };
    expect(body).toEqual({ ...before, settings });
    await account.call("PATCH", `/live_streams/${id}`, { name: "New" });
    expect(await account.read(id)).toEqual({ ...before, settings, name: "New" });
  });

  test("quirk: settings are replaced", async () => {
    const account = castrAccount({ quirks: { patchSettings: "replace" } });
    const id = await account.stream({ settings: { chat_enabled: true } });
    await account.call("PATCH", `/live_streams/${id}`, { settings: { abr: true } });
    expect((await account.read(id))["settings"]).toEqual({ abr: true });
  });

  test.each([
    ["success", 200, '{"success":true}'],
    ["no_content", 204, ""],
  ] as const)("quirk: DELETE answers %s; then it is gone", async (deleteAnswer, status, text) => {
    const account = castrAccount({ quirks: { deleteAnswer } });
    const id = await account.stream();
    const platformId = await account.platform(id);
    expect(await account.call("DELETE", `/live_streams/${id}/platforms/${platformId}`)).toMatchObject({ status, text });
    expect(await account.call("DELETE", `/live_streams/${id}`)).toMatchObject({ status, text });
    const missing = { statusCode: 404, error: "Not Found", message: expect.any(String) };
    expect((await account.call("GET", `/live_streams/${id}`)).body).toEqual(missing);
    expect((await account.call("DELETE", `/live_streams/${id}`)).body).toEqual(missing);
  });
});

test("castr §4: every path that is none answers 404 in the envelope", async () => {
  const account = castrAccount();
  for (const path of ["/nothing", "/live_streams/none", "/live_streams/none/stats", "/live_streams/none/platforms"]) {
    expect(await account.call("GET", path)).toMatchObject({
      status: 404,
      body: { statusCode: 404, error: "Not Found" },
    });
  }
});

test("reset forgets streams, faults, requests and webhook endpoints", async () => {
  const account = castrAccount();
  const id = await account.stream();
  await account.call("POST", "/webhook_endpoints", { url: "https://example.com/hook" });
  await account.simulator.stage.connect(id);
  account.simulator.faults.add({ fault: { kind: "answer", status: 500 } });
  account.simulator.reset();
  expect(account.simulator.requests.all()).toEqual([]);
  expect((await account.call("GET", `/live_streams/${id}`)).status).toBe(404);
  expect((await account.call("GET", "/webhook_endpoints")).body).toEqual([]);
  await account.clock.advance(60_000);
  expect(account.simulator.webhooks.deliveries()).toEqual([]);
});
