import { describe, expect, test } from "vitest";
import { dataOf, idsOf, muxAccount, streamOf } from "./mux-account.test.support.ts";

const streams = "/video/v1/live-streams";

describe("a live stream", () => {
  test("is created idle, with keys in clear text and created_at as a string of seconds", async () => {
    const { call, clock } = muxAccount();
    const answer = await call("POST", streams, { playback_policies: ["public"], passthrough: "room-42" });
    expect(answer.status).toBe(201);
    expect(dataOf(answer)).toEqual({
      id: expect.stringMatching(/^\w{30,}$/u),
      created_at: String(Math.floor(clock.now() / 1000)),
      status: "idle",
      stream_key: expect.stringMatching(/^[\da-f-]{36}$/u),
      srt_passphrase: expect.any(String),
      latency_mode: "standard",
      reconnect_window: 60,
      max_continuous_duration: 43_200,
      passthrough: "room-42",
      playback_ids: [{ id: expect.any(String), policy: "public" }],
    });
  });

  test("reads the same every time, keys included", async () => {
    const { newStream, stream } = muxAccount();
    const created = await newStream({ simulcast_targets: [{ url: "rtmp://live.example/app", stream_key: "key-1" }] });
    expect(await stream(created.id)).toEqual(created);
    expect(created.simulcast_targets).toEqual([expect.objectContaining({ stream_key: "key-1", status: "idle" })]);
  });

  test.each([
    [{}, "standard", 60],
    [{ latency_mode: "reduced" }, "reduced", 0],
    [{ latency_mode: "low" }, "low", 0],
    [{ low_latency: true }, "low", 0],
    [{ latency_mode: "low", reconnect_window: 30 }, "low", 30],
  ])("%o waits for its encoder as its latency mode says", async (input, latency_mode, reconnect_window) => {
    expect(await muxAccount().newStream(input)).toMatchObject({ latency_mode, reconnect_window });
  });

  test.each([
    [{ reconnect_window: 1801 }],
    [{ max_continuous_duration: 59 }],
    [{ latency_mode: "instant" }],
    [{ passthrough: "x".repeat(256) }],
    [{ meta: { title: "x".repeat(513) } }],
    [{ simulcast_targets: [{ stream_key: "without a url" }] }],
  ])("%o is refused as invalid_parameters", async (input) => {
    const answer = await muxAccount().call("POST", streams, input);
    expect(answer).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_parameters", messages: [expect.any(String)] } },
    });
  });

  test("mux 0.9: a POST that is repeated makes a second stream: nothing makes it idempotent", async () => {
    const { call } = muxAccount();
    const input = { passthrough: "the-same" };
    await call("POST", streams, input);
    await call("POST", streams, input);
    expect(idsOf(await call("GET", `${streams}?limit=100`))).toHaveLength(2);
  });

  test("mux 0.9: a POST whose answer is lost has made a stream", async () => {
    const { call, simulator } = muxAccount();
    simulator.faults.add({ method: "POST", path: streams, fault: { kind: "answer_after_commit", status: 500 } });
    expect((await call("POST", streams, {})).status).toBe(500);
    expect(idsOf(await call("GET", streams))).toHaveLength(1);
  });

  test("mux §7: an account on the free plan can create none", async () => {
    const { call } = muxAccount({ quirks: { freePlan: true } });
    expect(await call("POST", streams, {})).toMatchObject({
      status: 400,
      body: { error: { type: "invalid_parameters", messages: [expect.stringContaining("free plan")] } },
    });
  });

  test("is gone after DELETE, which answers with nothing", async () => {
    const { call, newStream } = muxAccount();
    const { id } = await newStream();
    expect(await call("DELETE", `${streams}/${id}`)).toMatchObject({ status: 204, text: "" });
    expect(await call("GET", `${streams}/${id}`)).toMatchObject({
      status: 404,
      body: { error: { type: "not_found", messages: [expect.any(String)] } },
    });
  });

  test("gets a new key, with 201 and an event", async () => {
    const { call, newStream, hush } = muxAccount();
    const { id, stream_key } = await newStream();
    const told = await hush();
    const answer = await call("POST", `${streams}/${id}/reset-stream-key`);
    expect(answer.status).toBe(201);
    expect(streamOf(answer).stream_key).not.toBe(stream_key);
    expect(await told()).toEqual(["updated"]);
  });
});

describe("PATCH", () => {
  test("mux 0.4: ignores simulcast_targets, which creation takes, as it does test and playback_policies", async () => {
    const { call, newStream } = muxAccount();
    const { id } = await newStream({ passthrough: "a", new_asset_settings: { playback_policies: ["public"] } });
    const answer = await call("PATCH", `${streams}/${id}`, {
      passthrough: "b",
      meta: { title: "Show" },
      new_asset_settings: { video_quality: "basic", playback_policies: ["signed"] },
      simulcast_targets: [{ url: "rtmp://live.example/app" }],
      test: true,
      playback_policies: ["public"],
    });
    expect(answer.status).toBe(200);
    expect(dataOf(answer)).toMatchObject({
      passthrough: "b",
      meta: { title: "Show" },
      new_asset_settings: { playback_policies: ["public"], video_quality: "basic" },
    });
    for (const field of ["simulcast_targets", "test", "playback_ids"]) expect(dataOf(answer)).not.toHaveProperty(field);
  });

  test("another latency mode brings its own reconnect window, unless one was given (assumed)", async () => {
    for (const [given, expected] of [
      [{}, 0],
      [{ reconnect_window: 30 }, 30],
    ] as const) {
      const { call, newStream, stage, stream, clock } = muxAccount();
      const { id } = await newStream(given);
      const answer = await call("PATCH", `${streams}/${id}`, { latency_mode: "low" });
      expect(dataOf(answer)).toMatchObject({ latency_mode: "low", reconnect_window: expected });
      await stage.connect(id);
      await stage.drop(id);
      await clock.advance(expected * 1000 - 1);
      expect((await stream(id)).status).toBe(expected === 0 ? "idle" : "active");
      await clock.advance(1);
      expect((await stream(id)).status).toBe("idle");
    }
  });

  test("an empty passthrough clears it", async () => {
    const { call, newStream } = muxAccount();
    const { id } = await newStream({ passthrough: "a" });
    expect(dataOf(await call("PATCH", `${streams}/${id}`, { passthrough: "" }))).not.toHaveProperty("passthrough");
  });

  test("what is not JSON is refused", async () => {
    const { simulator } = muxAccount();
    const { tokenId, tokenSecret } = simulator.credentials;
    const headers = { authorization: `Basic ${btoa(`${tokenId}:${tokenSecret}`)}` };
    const request = new Request(`https://api.mux.com${streams}`, { method: "POST", headers, body: "{" });
    expect((await simulator.fetch(request)).status).toBe(400);
  });
});

describe("a list", () => {
  test("is pages of data without a total; past the end a page is empty", async () => {
    const { call, newStream } = muxAccount();
    for (let index = 0; index < 5; index += 1) await newStream();
    const pages = await Promise.all([1, 2, 3, 4].map((page) => call("GET", `${streams}?limit=2&page=${page}`)));
    expect(pages.map((page) => idsOf(page).length)).toEqual([2, 2, 1, 0]);
    expect(new Set(pages.flatMap(idsOf)).size).toBe(5);
    for (const { body } of pages) expect(Object.keys(body ?? {})).toEqual(["data"]);
  });

  test("has 25 entries unless it is told otherwise, and 100 at most (assumed: more are refused)", async () => {
    const { call, newStream } = muxAccount();
    for (let index = 0; index < 26; index += 1) await newStream();
    expect(idsOf(await call("GET", streams))).toHaveLength(25);
    expect(idsOf(await call("GET", `${streams}?limit=100`))).toHaveLength(26);
    expect((await call("GET", `${streams}?limit=101`)).status).toBe(400);
  });

  test("can be narrowed by status and by key, and by nothing else", async () => {
    const { call, newStream, stage } = muxAccount();
    const [one, two] = [await newStream({ passthrough: "one" }), await newStream({ passthrough: "two" })];
    await stage.connect(two.id);
    expect(idsOf(await call("GET", `${streams}?status=active`))).toEqual([two.id]);
    expect(idsOf(await call("GET", `${streams}?stream_key=${one.stream_key}`))).toEqual([one.id]);
    expect(idsOf(await call("GET", `${streams}?passthrough=one`))).toHaveLength(2);
  });
});

test.each([
  [false, ""],
  [true, '{"data":{}}'],
])("complete, disable and enable answer 200 (with data: %s)", async (dataInActionAnswers, text) => {
  const { call, newStream } = muxAccount({ quirks: { dataInActionAnswers } });
  const { id } = await newStream();
  for (const action of ["complete", "disable", "enable"]) {
    expect(await call("PUT", `${streams}/${id}/${action}`)).toMatchObject({ status: 200, text });
  }
});

test("playback ids are added, read, found and taken away", async () => {
  const { call, newStream } = muxAccount();
  const { id } = await newStream();
  const created = await call("POST", `${streams}/${id}/playback-ids`, { policy: "signed" });
  expect(created).toMatchObject({ status: 201, body: { data: { policy: "signed" } } });
  const playbackId = String(Object(dataOf(created)).id);
  const path = `${streams}/${id}/playback-ids/${playbackId}`;
  expect((await call("GET", path)).body).toEqual(created.body);
  expect(dataOf(await call("GET", `/video/v1/playback-ids/${playbackId}`))).toEqual({
    id: playbackId,
    policy: "signed",
    object: { id, type: "live_stream" },
  });
  expect((await call("DELETE", path)).status).toBe(204);
  expect((await call("GET", path)).status).toBe(404);
  expect((await call("DELETE", path)).status).toBe(404);
});
