import { expect, test } from "vitest";
import { recordCalls } from "../record-calls.ts";
import { openMux } from "./open-mux.ts";

/** For what happens a moment later. */
const PATIENT = { timeout: 10_000 };

/** Captions and static renditions of recordings have nothing to do with multistreaming; the simulator answers 501. */
const OUT_OF_SCOPE = [
  "deleteNewAssetSettingsStaticRenditions",
  "updateEmbeddedSubtitles",
  "updateGeneratedSubtitles",
  "updateNewAssetSettingsStaticRenditions",
];

const YOUTUBE = { url: "rtmp://a.rtmp.youtube.com/live2", stream_key: "yt-key", passthrough: "yt" };
const FACEBOOK = { url: "rtmps://live-api-s.facebook.com:443/rtmp/", stream_key: "fb-key", passthrough: "fb" };

test("the SDK's every call for live streams works", async () => {
  await using opened = await openMux();
  const { calls: liveStreams, called, offered } = recordCalls(opened.mux.video.liveStreams);

  const created = await liveStreams.create({
    playback_policies: ["public"],
    new_asset_settings: { playback_policies: ["public"] },
    latency_mode: "standard",
    reconnect_window: 60,
    passthrough: "room-42",
    meta: { title: "Room 42" },
    test: true,
    simulcast_targets: [YOUTUBE, FACEBOOK],
  });
  const { id } = created;
  expect(created).toMatchObject({
    status: "idle",
    created_at: expect.stringMatching(/^\d{10}$/u),
    stream_key: expect.stringMatching(/^[\w-]{8,64}$/u),
    latency_mode: "standard",
    reconnect_window: 60,
    max_continuous_duration: 43_200,
    passthrough: "room-42",
    meta: { title: "Room 42" },
    test: true,
    playback_ids: [{ policy: "public" }],
    simulcast_targets: [
      { ...YOUTUBE, status: "idle" },
      { ...FACEBOOK, status: "idle" },
    ],
  });
  expect(await liveStreams.retrieve(id)).toEqual(created);

  const listed = [];
  for await (const stream of liveStreams.list({ limit: 10 })) listed.push(stream);
  expect(listed).toEqual([created]);

  const updated = await liveStreams.update(id, { latency_mode: "low", reconnect_window: 5, passthrough: "" });
  expect(updated).toMatchObject({ id, latency_mode: "low", reconnect_window: 5 });
  expect(updated).not.toHaveProperty("passthrough");

  const reset = await liveStreams.resetStreamKey(id);
  expect(reset.stream_key).not.toBe(created.stream_key);

  const target = await liveStreams.createSimulcastTarget(id, { url: "rtmp://live.example.com/app", stream_key: "k" });
  expect(target).toMatchObject({ url: "rtmp://live.example.com/app", stream_key: "k", status: "idle" });
  expect(target).not.toHaveProperty("live_stream_id");
  expect(await liveStreams.retrieveSimulcastTarget(id, target.id)).toEqual(target);
  expect((await liveStreams.retrieve(id)).simulcast_targets).toHaveLength(3);
  expect(await liveStreams.deleteSimulcastTarget(id, target.id)).toBeNull();
  expect((await liveStreams.retrieve(id)).simulcast_targets).toEqual(created.simulcast_targets);

  const playbackId = await liveStreams.createPlaybackId(id, { policy: "signed" });
  expect(playbackId).toMatchObject({ id: expect.any(String), policy: "signed" });
  expect(await liveStreams.retrievePlaybackId(id, playbackId.id)).toEqual(playbackId);
  expect(await opened.mux.video.playbackIds.retrieve(playbackId.id)).toMatchObject({
    id: playbackId.id,
    object: { id, type: "live_stream" },
  });
  await liveStreams.deletePlaybackId(id, playbackId.id);
  expect((await liveStreams.retrieve(id)).playback_ids).toEqual(created.playback_ids);

  await liveStreams.disable(id);
  expect(await liveStreams.retrieve(id)).toMatchObject({ status: "disabled" });
  await liveStreams.enable(id);
  expect(await liveStreams.retrieve(id)).toMatchObject({ status: "idle" });
  await liveStreams.complete(id);

  await liveStreams.delete(id);
  await expect(liveStreams.retrieve(id)).rejects.toMatchObject({ status: 404 });

  expect([...called(), ...OUT_OF_SCOPE].toSorted()).toEqual(offered());
});

test("what a live broadcast looks like to the SDK", async () => {
  await using opened = await openMux();
  const { simulator, mux } = opened;
  const { id, simulcast_targets: targets = [] } = await mux.video.liveStreams.create({ simulcast_targets: [YOUTUBE] });
  const [target] = targets;
  if (!target) throw new Error("The stream has no target.");
  const becomes = (target: object, stream: object) =>
    expect
      .poll(() => mux.video.liveStreams.retrieve(id), PATIENT)
      .toMatchObject({ ...stream, simulcast_targets: [{ id: targets[0]?.id, ...target }] });

  await simulator.stage.connect(id);
  await becomes({ status: "broadcasting" }, { status: "active", active_ingest_protocol: "rtmp" });
  const live = await mux.video.liveStreams.retrieve(id);
  expect(live.recent_asset_ids).toEqual([live.active_asset_id]);

  await simulator.stage.breakTarget(id, target.id, "temporary");
  await becomes({ status: "errored", error_severity: "normal" }, {});
  await simulator.stage.healTarget(id, target.id);
  await becomes({ status: "broadcasting" }, {});
  await simulator.stage.breakTarget(id, target.id, "permanent");
  await becomes({ status: "errored", error_severity: "fatal" }, {});

  await simulator.stage.drop(id);
  await becomes({ status: "idle" }, { status: "active" });
  await mux.video.liveStreams.complete(id);
  await becomes({ status: "idle" }, { status: "idle" });
});

test("the SDK's paging ends only where a page is empty", async () => {
  await using opened = await openMux();
  const { simulator, mux } = opened;
  const keys: string[] = [];
  for (let index = 0; index < 5; index += 1) keys.push((await mux.video.liveStreams.create({})).stream_key);
  simulator.requests.clear();

  const found = new Set<string>();
  for await (const stream of mux.video.liveStreams.list({ limit: 2 })) found.add(stream.id);
  expect(found.size).toBe(5);
  expect(simulator.requests.all().map(({ search }) => new URLSearchParams(search).get("page") ?? "1")).toEqual([
    "1",
    "2",
    "3",
    "4",
  ]);

  const [third] = (await mux.video.liveStreams.list({ stream_key: keys[2] ?? "" })).getPaginatedItems();
  expect(third?.stream_key).toBe(keys[2]);
  expect((await mux.video.liveStreams.list({ status: "active" })).getPaginatedItems()).toEqual([]);
});

test("the SDK's every call for webhooks works, and whoami", async () => {
  await using opened = await openMux();
  const { calls: webhooks, called, offered } = recordCalls(opened.mux.system.webhooks);

  const created = await webhooks.create({ address: "https://hooks.example.com/a" });
  expect(created).toMatchObject({
    address: "https://hooks.example.com/a",
    enabled: true,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u),
    signing_secret: expect.any(String),
  });
  const { signing_secret: _, ...shown } = created;
  expect(await webhooks.retrieve(created.id)).toEqual(shown);
  const listed = [];
  for await (const webhook of webhooks.list()) listed.push(webhook);
  expect(listed).toEqual([shown]);
  expect(await webhooks.update(created.id, { enabled: false })).toEqual({ ...shown, enabled: false });
  await expect(webhooks.create({ address: "https://hooks.example.com/a" })).rejects.toMatchObject({ status: 400 });
  await webhooks.delete(created.id);
  await expect(webhooks.retrieve(created.id)).rejects.toMatchObject({ status: 404 });
  expect(called()).toEqual(offered());

  expect(await opened.mux.system.utilities.whoami()).toMatchObject({
    permissions: expect.arrayContaining(["video:read", "video:write"]),
    environment_id: expect.any(String),
  });
});
