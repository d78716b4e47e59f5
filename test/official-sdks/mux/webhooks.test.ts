import type Mux from "@mux/mux-node";
import { expect, test } from "vitest";
import { openWebhookReceiver } from "../webhook-receiver.ts";
import { openMux } from "./open-mux.ts";

/** For what happens a moment later. */
const PATIENT = { timeout: 10_000 };

const STREAM_TYPES =
  "created connected recording active disconnected idle updated enabled disabled deleted warning".split(" ");
const TARGET_TYPES = "created idle starting broadcasting errored deleted updated".split(" ");
const ALL_TYPES = [...STREAM_TYPES, ...TARGET_TYPES.map((type) => `simulcast_target.${type}`)].map(
  (type) => `video.live_stream.${type}`,
);

test("the SDK unwraps all 18 types as they come over the wire", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openMux();
  const { simulator, mux } = opened;
  const { signing_secret: secret } = await mux.system.webhooks.create({ address: receiver.url });
  if (!secret) throw new Error("No signing secret was told.");
  const { stage } = simulator;

  const { id, simulcast_targets: targets = [] } = await mux.video.liveStreams.create({
    latency_mode: "low",
    simulcast_targets: [{ url: "rtmp://live.example.com/app", stream_key: "k-ü", passthrough: "dest-1" }],
  });
  const targetId = targets[0]?.id ?? "";
  await stage.connect(id);
  await expect
    .poll(() => mux.video.liveStreams.retrieveSimulcastTarget(id, targetId), PATIENT)
    .toMatchObject({ status: "broadcasting" });
  await stage.breakTarget(id, targetId);
  await stage.touchTarget(id, targetId);
  await stage.warn(id);
  await stage.drop(id);
  await expect.poll(() => mux.video.liveStreams.retrieve(id), PATIENT).toMatchObject({ status: "idle" });
  await mux.video.liveStreams.update(id, { passthrough: "room" });
  await mux.video.liveStreams.deleteSimulcastTarget(id, targetId);
  await mux.video.liveStreams.disable(id);
  await mux.video.liveStreams.enable(id);
  await mux.video.liveStreams.delete(id);

  const arrivals = await receiver.take(ALL_TYPES.length);
  const events: Mux.Webhooks.UnwrapWebhookEvent[] = [];
  for (const { body, headers } of arrivals) events.push(await mux.webhooks.unwrap(body, headers, secret));
  expect(events.map(({ type }) => type).toSorted()).toEqual(ALL_TYPES.toSorted());
  expect(new Set(events.map((event) => event.id)).size).toBe(ALL_TYPES.length);
  for (const event of events) {
    expect(event).toMatchObject({
      created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z$/u),
      object: { id: event.type.includes("simulcast_target") ? targetId : id },
      environment: { id: expect.any(String), name: expect.any(String) },
      attempts: [],
    });
  }

  const errored = events.find(({ type }) => type === "video.live_stream.simulcast_target.errored");
  expect(errored?.data).toMatchObject({
    id: targetId,
    live_stream_id: id,
    status: "errored",
    error_severity: "normal",
    stream_key: "k-ü",
    passthrough: "dest-1",
  });
  const active = events.find(({ type }) => type === "video.live_stream.active");
  expect(active?.data).toMatchObject({ status: "active", connected: true, recording: true });
  expect(active?.data).toHaveProperty("created_at", expect.any(Number));
  const disconnected = events.find(({ type }) => type === "video.live_stream.disconnected");
  expect(disconnected?.data).toMatchObject({ id, status: "active" });
  const warning = events.find(({ type }) => type === "video.live_stream.warning");
  expect(warning?.data).toMatchObject({ id, warning: { type: "custom_slate_unavailable" } });
});

test("the SDK refuses a delivery that was changed or signed for another endpoint", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openMux();
  const { mux } = opened;
  const { signing_secret: secret } = await mux.system.webhooks.create({ address: receiver.url });
  const other = await mux.system.webhooks.create({ address: `${receiver.url}/other` });
  await mux.video.liveStreams.create({});

  const arrivals = await receiver.take(2);
  expect(arrivals).toHaveLength(2);
  const accepted = async (secret: string | undefined) => {
    const results = await Promise.allSettled(
      arrivals.map(({ body, headers }) => mux.webhooks.verifySignature(body, headers, secret ?? "none")),
    );
    return results.filter(({ status }) => status === "fulfilled").length;
  };
  expect(await accepted(secret)).toBe(1);
  expect(await accepted(other.signing_secret)).toBe(1);
  expect(await accepted("another secret")).toBe(0);
  const [{ body, headers } = { body: "", headers: {} }] = arrivals;
  for (const key of [secret, other.signing_secret]) {
    await expect(mux.webhooks.unwrap(`${body} `, headers, key ?? "none")).rejects.toThrow("No signatures found");
  }
});

test("an endpoint that the SDK switched off gets nothing", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openMux();
  const { simulator, mux } = opened;
  const webhook = await mux.system.webhooks.create({ address: receiver.url });
  await mux.system.webhooks.update(webhook.id, { enabled: false });
  await mux.video.liveStreams.create({ passthrough: "unheard" });
  await simulator.webhooks.settled();
  await mux.system.webhooks.update(webhook.id, { enabled: true });
  await mux.video.liveStreams.create({ passthrough: "heard" });
  const arrivals = await receiver.take(1);
  expect(arrivals.map(({ body }) => JSON.parse(body))).toMatchObject([{ data: { passthrough: "heard" } }]);
});
