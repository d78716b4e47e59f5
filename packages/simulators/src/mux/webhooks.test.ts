import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import { silentReceiver } from "../kernel/silent-receiver.test.support.ts";
import { dataOf, idsOf, muxAccount } from "./mux-account.test.support.ts";

const url = "rtmp://live.example/app";
const webhooks = "/system/v1/webhooks";

describe("an event", () => {
  test("mux 0.10: has Mux's envelope; created_at is a number in it, a text in answers, a time outside", async () => {
    const { newStream, stage, stream, events, clock } = muxAccount();
    const { id } = await newStream();
    await stage.connect(id);
    expect((await stream(id))["created_at"]).toBe(String(Math.floor(clock.now() / 1000)));
    for (const field of ["connected", "recording"]) expect(await stream(id)).not.toHaveProperty(field);
    const event = (await events()).find(({ type }) => type === "video.live_stream.connected");
    expect(event).toEqual({
      type: "video.live_stream.connected",
      id: expect.stringMatching(/^[\da-f-]{36}$/u),
      created_at: new Date(clock.now()).toISOString().replace("Z", "000Z"),
      object: { type: "live", id },
      environment: { name: expect.any(String), id: expect.any(String) },
      data: expect.objectContaining({
        id,
        created_at: Math.floor(clock.now() / 1000),
        status: "idle",
        connected: true,
        recording: false,
      }),
      request_id: null,
      attempts: [],
      accessor: null,
      accessor_source: null,
    });
  });

  test("is signed over its exact bytes, with the endpoint's secret", async () => {
    const { newStream, simulator, clock } = muxAccount();
    const other = simulator.addWebhook("https://other.example/hook");
    await newStream({ passthrough: "größe" });
    await simulator.webhooks.settled();
    const secrets: Record<string, string> = { [other.url]: other.secret };
    const t = Math.floor(clock.now() / 1000);
    const deliveries = simulator.webhooks.deliveries();
    expect(deliveries).toHaveLength(2);
    for (const { url: to, headers, body } of deliveries) {
      const secret = secrets[to] ?? "made-up-secret";
      const expected = createHmac("sha256", secret).update(`${t}.${body}`).digest("hex");
      expect(headers["mux-signature"]).toBe(`t=${t},v1=${expected}`);
    }
    expect(deliveries[0]?.eventId).toBe(deliveries[1]?.eventId);
  });

  test("all 18 types can be had", async () => {
    const { newStream, stage, told, call } = muxAccount();
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    const targetId = simulcast_targets[0]?.id ?? "";
    const path = `/video/v1/live-streams/${id}`;
    await stage.connect(id);
    await stage.warn(id);
    await stage.breakTarget(id, targetId);
    await stage.touchTarget(id, targetId);
    await stage.end(id);
    await call("PATCH", path, { passthrough: "x" });
    await call("DELETE", `${path}/simulcast-targets/${targetId}`);
    for (const action of ["disable", "enable"]) await call("PUT", `${path}/${action}`);
    await call("DELETE", path);
    const ofStreams =
      "created connected recording active disconnected idle updated enabled disabled deleted warning".split(" ");
    const ofTargets = "created idle starting broadcasting errored deleted updated".split(" ");
    expect(new Set(await told())).toEqual(
      new Set(ofStreams.concat(ofTargets.map((type) => `simulcast_target.${type}`))),
    );
  });

  test("mux 0.6 and §4: fields that the schema or a page leaves open can be left out", async () => {
    const { newStream, events } = muxAccount({ quirks: { withoutAttempts: true, withoutLiveStreamId: true } });
    await newStream({ simulcast_targets: [{ url }] });
    const [ofStream, ofTarget] = await events();
    expect(ofStream).not.toHaveProperty("attempts");
    expect(ofTarget?.type).toBe("video.live_stream.simulcast_target.created");
    expect(ofTarget?.data).not.toHaveProperty("live_stream_id");
  });

  test("mux 0.7: samples of the command line tool differ", async () => {
    const { newStream, stage, events, call } = muxAccount({ quirks: { sampleEvents: true } });
    const { id, simulcast_targets } = await newStream({ simulcast_targets: [{ url }] });
    const targetId = simulcast_targets[0]?.id ?? "";
    await stage.connect(id);
    await stage.breakTarget(id, targetId);
    await stage.end(id);
    await call("DELETE", `/video/v1/live-streams/${id}/simulcast-targets/${targetId}`);
    const byType = new Map((await events()).map((event) => [event.type.replace("video.live_stream.", ""), event]));
    expect(byType.get("connected")).toMatchObject({ object: { type: "live-stream" }, data: { status: "connected" } });
    expect(byType.get("simulcast_target.errored")?.data).not.toHaveProperty("error_severity");
    expect(byType.get("simulcast_target.deleted")).toMatchObject({
      object: { type: "simulcast-target", id: targetId },
      data: { status: "deleted" },
    });
  });
});

describe("delivery", () => {
  test("a refused event comes again with growing waits for 24 hours", async () => {
    const { newStream, simulator, clock } = muxAccount({
      fetch: () => Promise.resolve(new Response(null, { status: 500 })),
    });
    await newStream();
    await simulator.webhooks.settled();
    await clock.advance(48 * 3_600_000);
    const times = simulator.webhooks.deliveries().map(({ at }) => at);
    const waits = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(waits.length).toBeGreaterThan(5);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    const hours = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 3_600_000;
    expect(hours).toBeGreaterThan(20);
    expect(hours).toBeLessThanOrEqual(24);
  });

  test("a receiver has five seconds", async () => {
    const { fetch, isGivenUp } = silentReceiver();
    const { newStream, simulator, clock } = muxAccount({ fetch });
    await newStream();
    await expect.poll(isGivenUp).toBe(false);
    await clock.advance(4999);
    expect(isGivenUp()).toBe(false);
    await clock.advance(1);
    await simulator.webhooks.settled();
    await clock.advance(60_000);
    expect(simulator.webhooks.deliveries().map(({ attempt }) => attempt)).toContain(2);
  });

  test("an event that was accepted may come twice", async () => {
    const { newStream, simulator } = muxAccount();
    simulator.webhooks.weather({ copies: 2 });
    await newStream();
    await simulator.webhooks.settled();
    const [first, second] = simulator.webhooks.deliveries();
    expect(second?.body).toBe(first?.body);
  });
});

describe("endpoints", () => {
  test("are managed by API; the secret is told once", async () => {
    const { call, newStream, simulator } = muxAccount({ webhooks: [] });
    const created = await call("POST", webhooks, { address: "https://app.example/hook" });
    const id = String(Object(dataOf(created)).id);
    expect(created).toMatchObject({
      status: 201,
      body: { data: { address: "https://app.example/hook", enabled: true, signing_secret: expect.any(String) } },
    });
    const { signing_secret: _, ...rest } = Object(dataOf(created));
    expect(dataOf(await call("GET", `${webhooks}/${id}`))).toEqual(rest);
    expect(dataOf(await call("GET", webhooks))).toEqual([rest]);
    expect(idsOf(await call("GET", `${webhooks}?page=2`))).toEqual([]);
    expect((await call("POST", webhooks, { address: "https://app.example/hook" })).status).toBe(400);
    expect((await call("PATCH", `${webhooks}/${id}`, {})).status).toBe(400);
    expect(dataOf(await call("PATCH", `${webhooks}/${id}`, { enabled: false }))).toEqual({ ...rest, enabled: false });
    await newStream();
    await simulator.webhooks.settled();
    expect(simulator.webhooks.deliveries()).toEqual([]);
    expect((await call("DELETE", `${webhooks}/${id}`)).status).toBe(204);
    expect((await call("GET", `${webhooks}/${id}`)).status).toBe(404);
  });

  test("reset brings back those of the settings only", async () => {
    const { call, simulator } = muxAccount();
    simulator.addWebhook("https://other.example/hook");
    simulator.reset();
    expect(dataOf(await call("GET", webhooks))).toEqual([
      expect.objectContaining({ address: "https://app.example/webhooks" }),
    ]);
  });
});
