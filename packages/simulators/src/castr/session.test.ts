import { describe, expect, test } from "vitest";
import { type CastrAccount, castrAccount } from "./castr-account.test.support.ts";

async function onAir(account: CastrAccount, platforms = 1) {
  const id = await account.stream();
  const targets: string[] = [];
  for (let count = 0; count < platforms; count += 1) targets.push(await account.platform(id, { key: `key-${count}` }));
  await account.simulator.stage.connect(id);
  await account.clock.advance(5000);
  return { id, targets, path: `/live_streams/${id}/platforms/${targets[0]}` };
}

describe("castr §2: an encoder", () => {
  test("brings the stream online after a while, and its enabled platforms after another", async () => {
    const account = castrAccount();
    const { stage } = account.simulator;
    const id = await account.stream();
    await account.platform(id);
    await account.platform(id, { enabled: false });
    await stage.connect(id);
    expect(await account.statuses(id)).toEqual(["offline", "offline", "offline"]);
    await account.clock.advance(2000);
    expect(await account.statuses(id)).toEqual(["online", "offline", "offline"]);
    await account.clock.advance(3000);
    expect(await account.statuses(id)).toEqual(["online", "online", "offline"]);
  });

  test("gives the stream pull addresses, a picture, a playback address and statistics while it is online", async () => {
    const account = castrAccount();
    const { id } = await onAir(account);
    const live = await account.read(id);
    expect(live).toMatchObject({
      pull_urls: { rtmp: expect.stringMatching(/^rtmp:/u), srt: expect.stringContaining("/?streamid=#!::r=lv_") },
      thumb_url: expect.stringMatching(/\/preview\.mp4$/u),
      playback: { hls_url: expect.stringMatching(/\/index\.m3u8$/u) },
    });
    expect(await account.call("GET", `/live_streams/${id}/stats`)).toMatchObject({
      status: 200,
      body: { status: "running", alive: true, bitrate: 1333, push_stats: {}, pull_urls: live["pull_urls"] },
    });
    await account.simulator.stage.end(id);
    const ended = await account.read(id);
    expect(ended).not.toHaveProperty("pull_urls");
    expect(ended).not.toHaveProperty("thumb_url");
  });

  test("statistics of an offline stream are a 404 of a stream that exists", async () => {
    const account = castrAccount();
    const id = await account.stream();
    const answer = await account.call("GET", `/live_streams/${id}/stats`);
    expect(answer.body).toEqual({ statusCode: 404, error: "Not Found", message: "Stream not found in upstreams." });
    expect((await account.call("GET", `/live_streams/${id}`)).status).toBe(200);
  });

  test("that is gone leaves everything online for a while; then all is offline at once", async () => {
    const account = castrAccount();
    const { id } = await onAir(account);
    await account.simulator.stage.drop(id);
    await account.clock.advance(9999);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
    expect((await account.call("GET", `/live_streams/${id}/stats`)).body).toMatchObject({ alive: false, bitrate: 0 });
    await account.clock.advance(1);
    expect(await account.statuses(id)).toEqual(["offline", "offline"]);
  });

  test("that is back in time is never missed; later it starts anew", async () => {
    const account = castrAccount();
    const { id } = await onAir(account);
    const { stage } = account.simulator;
    await stage.drop(id);
    await account.clock.advance(9000);
    await stage.resume(id);
    await account.clock.advance(60_000);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
    await stage.drop(id);
    await account.clock.advance(10_000);
    await stage.resume(id);
    expect(await account.statuses(id)).toEqual(["offline", "offline"]);
    await account.clock.advance(5000);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
  });

  test("that goes before the stream was seen was never there", async () => {
    const account = castrAccount();
    const id = await account.stream();
    await account.simulator.stage.connect(id);
    await account.clock.advance(1999);
    await account.simulator.stage.drop(id);
    await account.clock.advance(1);
    expect(await account.statuses(id)).toEqual(["offline"]);
  });

  test("is not taken by an unknown or disabled stream, nor twice, nor over the plan's streams", async () => {
    const account = castrAccount({ plan: { concurrentStreams: 1 } });
    const { stage } = account.simulator;
    await expect(stage.connect("none")).rejects.toThrow("not found");
    const disabled = await account.stream({ enabled: false });
    await expect(stage.connect(disabled)).rejects.toThrow("disabled");
    const { id } = await onAir(account);
    await expect(stage.connect(id)).rejects.toThrow("has an encoder");
    await expect(stage.connect(await account.stream())).rejects.toThrow("concurrent");
    await expect(stage.drop(disabled)).rejects.toThrow("no encoder");
  });

  test("loses a stream that is switched off, and does not come back by itself", async () => {
    const account = castrAccount();
    const { id } = await onAir(account);
    await account.call("PATCH", `/live_streams/${id}`, { enabled: false });
    expect(await account.statuses(id)).toEqual(["offline", "offline"]);
    await account.call("PATCH", `/live_streams/${id}`, { enabled: true });
    await account.clock.advance(60_000);
    expect(await account.statuses(id)).toEqual(["offline", "offline"]);
  });
});

describe("castr §3: while live", () => {
  test("a toggle works, shows after the lag and touches no other platform", async () => {
    const account = castrAccount();
    const { id, path } = await onAir(account, 2);
    await account.call("PATCH", path, { enabled: false });
    expect(await account.statuses(id)).toEqual(["online", "online", "online"]);
    await account.clock.advance(3000);
    expect(await account.statuses(id)).toEqual(["online", "offline", "online"]);
    await account.call("PATCH", path, { enabled: true });
    await account.clock.advance(3000);
    expect(await account.statuses(id)).toEqual(["online", "online", "online"]);
  });

  test("a toggle there and back within the lag is never seen", async () => {
    const account = castrAccount();
    const { id, path } = await onAir(account);
    await account.call("PATCH", path, { enabled: false });
    await account.clock.advance(2000);
    await account.call("PATCH", path, { enabled: true });
    await account.clock.advance(2000);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
  });

  test("a platform can be added and deleted", async () => {
    const account = castrAccount();
    const { id, path } = await onAir(account);
    await account.platform(id, { key: "late" });
    await account.clock.advance(3000);
    await account.call("DELETE", path);
    expect((await account.read(id)).platforms).toMatchObject([{ key: "late", broadcasting_status: "online" }]);
  });

  test("castr §6: without any lag every change shows at once", async () => {
    const account = castrAccount({ timings: { streamOnlineMs: 0, platformLagMs: 0, encoderTimeoutMs: 0 } });
    const { id, path } = await onAir(account);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
    await account.call("PATCH", path, { enabled: false });
    expect(await account.statuses(id)).toEqual(["online", "offline"]);
  });
});

describe("castr §6: a destination that refuses", () => {
  test.each(["temporary", "permanent"] as const)(
    "reads offline without a reason (%s), until it is healed",
    async (how) => {
      const account = castrAccount();
      const { stage } = account.simulator;
      const { id, targets } = await onAir(account, 2);
      await stage.breakTarget(id, targets[0] ?? "", how);
      await account.clock.advance(3000);
      expect(await account.statuses(id)).toEqual(["online", "offline", "online"]);
      await account.clock.advance(600_000);
      expect(await account.statuses(id)).toEqual(["online", "offline", "online"]);
      await stage.healTarget(id, targets[0] ?? "");
      await account.clock.advance(3000);
      expect(await account.statuses(id)).toEqual(["online", "online", "online"]);
    },
  );

  test("refuses the next session too, and the same address when it is added again; a new key ends it", async () => {
    const account = castrAccount();
    const { stage } = account.simulator;
    const { id, targets, path } = await onAir(account);
    await stage.breakTarget(id, targets[0] ?? "");
    await stage.end(id);
    await stage.connect(id);
    await account.clock.advance(5000);
    expect(await account.statuses(id)).toEqual(["online", "offline"]);
    await account.call("DELETE", path);
    const again = await account.platform(id, { key: "key-0" });
    await account.clock.advance(3000);
    expect(await account.statuses(id)).toEqual(["online", "offline"]);
    await account.call("PATCH", `/live_streams/${id}/platforms/${again}`, { key: "right" });
    await account.clock.advance(3000);
    expect(await account.statuses(id)).toEqual(["online", "online"]);
  });

  test("an unknown platform cannot be broken", async () => {
    const account = castrAccount();
    await expect(account.simulator.stage.breakTarget(await account.stream(), "none")).rejects.toThrow("not found");
  });
});
