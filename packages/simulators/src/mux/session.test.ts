import { describe, expect, test } from "vitest";
import { muxAccount } from "./mux-account.test.support.ts";

const url = "rtmp://live.example/app";
const withTarget = { simulcast_targets: [{ url }] };
const path = (id: string) => `/video/v1/live-streams/${id}`;

const twice = (state: string) => [`simulcast_target.${state}`, `simulcast_target.${state}`];

describe("a broadcast", () => {
  test("goes from connected to active, its targets from starting to broadcasting", async () => {
    const { newStream, stage, hush, stream } = muxAccount();
    const { id } = await newStream(withTarget);
    const told = await hush();
    await stage.connect(id);
    expect(await told()).toEqual([
      "connected",
      "simulcast_target.starting",
      "recording",
      "active",
      "simulcast_target.broadcasting",
    ]);
    const { status, active_asset_id, recent_asset_ids } = await stream(id);
    expect([status, recent_asset_ids]).toEqual(["active", [active_asset_id]]);
  });

  test("mux §7: disconnected does not mean over: a dropped encoder leaves the stream active until the reconnect window is over; targets are idle", async () => {
    const { newStream, stage, hush, stream, clock } = muxAccount();
    const { id } = await newStream({ ...withTarget, reconnect_window: 30 });
    await stage.connect(id);
    const told = await hush();
    await stage.drop(id);
    expect(await stream(id)).toMatchObject({ status: "active", simulcast_targets: [{ status: "idle" }] });
    await clock.advance(29_999);
    expect((await stream(id)).status).toBe("active");
    await clock.advance(1);
    expect((await stream(id)).status).toBe("idle");
    expect(await stream(id)).not.toHaveProperty("active_asset_id");
    expect(await told()).toEqual(["disconnected", "simulcast_target.idle", "idle"]);
  });

  test("an encoder that is back in time goes on with the same asset", async () => {
    const { newStream, stage, hush, stream, clock } = muxAccount();
    const { id } = await newStream(withTarget);
    await stage.connect(id);
    const { active_asset_id } = await stream(id);
    await stage.drop(id);
    await clock.advance(59_000);
    const told = await hush();
    await stage.resume(id);
    await clock.advance(600_000);
    expect(await stream(id)).toMatchObject({ status: "active", active_asset_id, recent_asset_ids: [active_asset_id] });
    expect(await told()).toContain("simulcast_target.broadcasting");
  });

  test("mux §7: with low latency a blip ends it", async () => {
    const { newStream, stage, stream } = muxAccount();
    const { id } = await newStream({ latency_mode: "low" });
    await stage.connect(id);
    await stage.drop(id);
    expect((await stream(id)).status).toBe("idle");
    await expect(stage.resume(id)).rejects.toThrow("does not wait");
  });

  test("mux §7: a blip sends every target to idle, and to starting again", async () => {
    const { newStream, stage, hush } = muxAccount();
    const { id } = await newStream({ simulcast_targets: [{ url }, { url }] });
    await stage.connect(id);
    const told = await hush();
    await stage.drop(id);
    await stage.resume(id);
    expect(await told()).toEqual([
      "disconnected",
      ...twice("idle"),
      "connected",
      ...twice("starting"),
      "recording",
      "active",
      ...twice("broadcasting"),
    ]);
  });

  test("the next one has another asset, and the old id is remembered", async () => {
    const { newStream, stage, stream } = muxAccount();
    const { id } = await newStream();
    await stage.connect(id);
    const first = (await stream(id))["active_asset_id"];
    await stage.end(id);
    await stage.connect(id);
    const { active_asset_id, recent_asset_ids } = await stream(id);
    expect(active_asset_id).not.toBe(first);
    expect(recent_asset_ids).toEqual([first, active_asset_id]);
  });

  test("takes its time", async () => {
    const { newStream, stage, told, clock, stream } = muxAccount({ timings: { firstFrameMs: 1000, activeMs: 4000 } });
    const { id } = await newStream();
    await stage.connect(id);
    await clock.advance(1000);
    expect(await told()).toEqual(["created", "connected", "recording"]);
    await clock.advance(3999);
    expect((await stream(id)).status).toBe("idle");
    expect(await stream(id)).not.toHaveProperty("active_asset_id");
    await clock.advance(1);
    expect(await stream(id)).toMatchObject({ status: "active", active_asset_id: expect.any(String) });
  });
});

describe("the encoder", () => {
  test("is refused while another one sends, and while the stream is unknown", async () => {
    const { newStream, stage } = muxAccount();
    const { id } = await newStream();
    await stage.connect(id);
    await expect(stage.connect(id)).rejects.toThrow("has an encoder");
    await expect(stage.connect("nothing")).rejects.toThrow("doesn't exist");
  });

  test("cannot be gone where it never was; a goodbye does no harm", async () => {
    const { newStream, stage, told } = muxAccount();
    const { id } = await newStream();
    await expect(stage.drop(id)).rejects.toThrow("no encoder");
    await stage.end(id);
    expect(await told()).toEqual(["created"]);
  });
});

describe("what ends a broadcast", () => {
  test("complete: at once, and the encoder's connection is closed a minute later", async () => {
    const { newStream, stage, call, hush, stream, clock, addTarget } = muxAccount();
    const { id } = await newStream(withTarget);
    await stage.connect(id);
    const told = await hush();
    await call("PUT", `${path(id)}/complete`);
    expect((await stream(id)).status).toBe("idle");
    expect(await told()).toEqual(["disconnected", "simulcast_target.idle", "idle"]);
    expect((await addTarget(id)).status).toBe(201);
    await clock.advance(60_000);
    await expect(stage.drop(id)).rejects.toThrow("no encoder");
  });

  test("complete: an encoder that connects again makes a new asset", async () => {
    const { newStream, stage, call, stream } = muxAccount();
    const { id } = await newStream();
    await stage.connect(id);
    await call("PUT", `${path(id)}/complete`);
    await stage.connect(id);
    expect((await stream(id))["recent_asset_ids"]).toHaveLength(2);
  });

  test("disable: at once, and the encoder is refused until enable", async () => {
    const { newStream, stage, call, hush, stream } = muxAccount();
    const { id } = await newStream(withTarget);
    await stage.connect(id);
    const told = await hush();
    await call("PUT", `${path(id)}/disable`);
    expect((await stream(id)).status).toBe("disabled");
    await expect(stage.connect(id)).rejects.toThrow("disabled");
    await call("PUT", `${path(id)}/enable`);
    expect(await told()).toEqual(["disconnected", "simulcast_target.idle", "idle", "disabled", "enabled"]);
    await stage.connect(id);
    expect((await stream(id)).status).toBe("active");
  });

  test("delete: ingest is terminated", async () => {
    const { newStream, stage, call, hush, clock } = muxAccount();
    const { id } = await newStream(withTarget);
    await stage.connect(id);
    const told = await hush();
    expect((await call("DELETE", path(id))).status).toBe(204);
    await clock.advance(600_000);
    expect(await told()).toEqual(["disconnected", "simulcast_target.idle", "idle", "deleted"]);
  });

  test("a test stream is disabled after five minutes", async () => {
    const { newStream, stage, stream, clock } = muxAccount();
    const { id } = await newStream({ test: true });
    await stage.connect(id);
    await clock.advance(299_999);
    expect((await stream(id)).status).toBe("active");
    await clock.advance(1);
    expect((await stream(id)).status).toBe("disabled");
  });

  test("max_continuous_duration, reconnects included", async () => {
    const { newStream, stage, stream, clock } = muxAccount();
    const { id } = await newStream({ max_continuous_duration: 60 });
    await stage.connect(id);
    await clock.advance(30_000);
    await stage.drop(id);
    await stage.resume(id);
    await clock.advance(29_999);
    expect((await stream(id)).status).toBe("active");
    await clock.advance(1);
    expect((await stream(id)).status).toBe("idle");
  });
});

test("reset forgets streams, and no timer of theirs goes off", async () => {
  const { newStream, stage, simulator, clock, call, told } = muxAccount();
  const { id } = await newStream();
  await stage.connect(id);
  await stage.drop(id);
  simulator.reset();
  await clock.advance(600_000);
  expect((await call("GET", path(id))).status).toBe(404);
  expect(await told()).toEqual([]);
});
