import { inspect } from "node:util";
import { isTargetTransition } from "@polycast/core/provider";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, media } from "../hub/testing/media.ts";
import { RtmpConnectError } from "../rtmp/connect-error.ts";
import { AddressError } from "./address-error.ts";
import { createStage, streamKey } from "./testing/stage.ts";

const closed = new RtmpConnectError("live", "closed");
const refused = new RtmpConnectError("tcp", "refused", { code: "ECONNREFUSED" });
const denied = new RtmpConnectError("publish", "rejected", { code: "NetStream.Publish.Denied" });
const format = { messageStreamId: 1, chunkSize: 4096 };

describe("TargetPusher", () => {
  it("dials only when media comes in, and is live with the first accepted bytes", async () => {
    const { pusher, peer, hub, run, goLive, states, reports } = createStage();
    pusher.start();
    hub.publisherStarted();
    await run(2000, false);
    expect(peer.requests).toEqual([]);
    await goLive();
    expect(states()).toEqual(["idle", "connecting"]);
    await run(50);
    expect(states()).toEqual(["idle", "connecting"]);
    await run(50);
    expect(states()).toEqual(["idle", "connecting", "live"]);
    expect(reports.at(-1)).toMatchObject({ source: "relay", since: "2026-01-01T00:00:02.100Z" });
    const got = decode(format, peer.last.written);
    expect(got.slice(0, 4).map(({ typeId, payload }) => [typeId, payload[1]])).toEqual([
      [18, 0],
      [9, 0],
      [8, 0],
      [9, 1],
    ]);
  });

  it("reports changes only; the numbers are there when asked for", async () => {
    const { pusher, run, goLive, states } = createStage();
    pusher.start();
    await goLive();
    await run(10_000);
    expect(states()).toEqual(["idle", "connecting", "live"]);
    const { bitrateBps = 0, bytesSent = 0, lastByteAt = "", ...status } = pusher.snapshot();
    expect(status).toEqual({
      state: "live",
      since: "2026-01-01T00:00:00.100Z",
      observedAt: "2026-01-01T00:00:10.000Z",
      source: "relay",
    });
    expect(lastByteAt > "2026-01-01T00:00:08.900Z" && lastByteAt <= "2026-01-01T00:00:10.000Z").toBe(true);
    expect(bitrateBps).toBeGreaterThan(75_000);
    expect(bitrateBps).toBeLessThan(95_000);
    expect(bytesSent).toBeGreaterThan(90_000);
  });

  it("tries again with growing waits, and says when", async () => {
    const { pusher, peer, run, goLive, states, reports } = createStage();
    peer.answer = refused;
    pusher.start();
    await goLive();
    expect(reports.at(-1)).toMatchObject({
      state: "retrying",
      reason: { code: "refused" },
      attempt: 1,
      nextAttemptAt: "2026-01-01T00:00:00.500Z",
    });
    await run(500);
    expect(peer.requests.map(({ attempt }) => attempt)).toEqual([1, 2]);
    await run(950);
    peer.answer = "accept";
    await run(200);
    expect(states().slice(1)).toEqual([
      "connecting",
      "retrying/refused",
      "connecting",
      "retrying/refused",
      "connecting",
      "live",
    ]);
    expect(peer.requests).toHaveLength(3);
    expect(pusher.snapshot().attempt).toBeUndefined();
  });

  it("begins with short waits again only after 30 s live", async () => {
    const { pusher, peer, run, goLive, reports } = createStage();
    pusher.start();
    await goLive();
    const waits: number[] = [];
    for (const liveMs of [1000, 1000, 1000, 33_000, 1000]) {
      await run(liveMs);
      peer.last.breakOff(closed);
      const { nextAttemptAt, observedAt } = reports.at(-1) ?? {};
      waits.push(Date.parse(nextAttemptAt ?? "") - Date.parse(observedAt ?? ""));
      await run(waits.at(-1) ?? 0);
    }
    expect(waits).toEqual([500, 1000, 2000, 500, 1000]);
  });

  it("sees a stall after 5 s, mends, and gives the connection up after 10 s", async () => {
    const { pusher, peer, run, goLive, states } = createStage();
    pusher.start();
    await goLive();
    await run(3000);
    const first = peer.last;
    first.reads = false;
    await run(7000);
    expect(states().slice(2)).toEqual(["live", "retrying/stalled"]);
    first.sendQueue -= 1;
    await run(1500);
    expect(states().slice(4)).toEqual(["live"]);
    await run(13_000);
    expect(states().slice(5)).toEqual(["retrying/stalled", "connecting", "live"]);
    expect(first.end).toBe("destroyed");
    expect(peer.connections).toHaveLength(2);
  });

  it("counts no stall while the encoder is silent", async () => {
    const { pusher, peer, run, goLive, states } = createStage();
    pusher.start();
    await goLive();
    await run(3000);
    peer.last.reads = false;
    peer.last.sendQueue = 10;
    await run(40_000, false);
    expect(states()).toEqual(["idle", "connecting", "live"]);
    expect(peer.last.end).toBeUndefined();
  });

  it("says good-bye when the source goes, and comes back with it", async () => {
    const { pusher, peer, hub, run, goLive, states } = createStage();
    pusher.start();
    await goLive();
    await run(1000);
    hub.publisherLost();
    expect(states().at(-1)).toBe("idle");
    expect(peer.last.end).toBe("closed");
    await run(20_000, false);
    expect(peer.connections).toHaveLength(1);
    await goLive();
    await run(200);
    expect(states().slice(3)).toEqual(["idle", "connecting", "live"]);
  });

  it("never has two connections, also while the last one takes its time to close", async () => {
    const { pusher, peer, place, run, goLive, states } = createStage();
    pusher.start();
    await goLive();
    await run(500);
    const slow = peer.last;
    slow.closeLater = Promise.withResolvers();
    pusher.update({ ...place, streamKey: "another" });
    await run(1000);
    expect([peer.connections.length, states().at(-1)]).toEqual([1, "connecting"]);
    slow.closeLater.resolve();
    await run(200);
    expect(peer.connections).toHaveLength(2);
    expect(peer.requests[1]?.destination.streamKey).toBe("another");
    expect(states().at(-1)).toBe("live");
  });

  it("keeps the connection when an update leads to the same place", async () => {
    const { pusher, peer, place, run, goLive } = createStage();
    pusher.start();
    await goLive();
    await run(500);
    pusher.update({ ...place, acceptedVideoCodecs: ["h264"] });
    await run(500);
    expect([peer.connections.length, peer.last.end]).toEqual([1, undefined]);
  });

  it("gives up after refusals for 15 s, until it is restarted", async () => {
    const { pusher, peer, run, goLive, hub, states } = createStage();
    peer.answer = denied;
    pusher.start();
    await goLive();
    await run(15_000);
    expect(states().at(-1)).toBe("retrying/unauthorized");
    await run(45_000);
    expect(peer.requests).toHaveLength(6);
    expect(states().at(-1)).toBe("failed/unauthorized");
    hub.publisherLost();
    await goLive();
    await run(5000);
    expect(peer.requests).toHaveLength(6);
    peer.answer = "accept";
    pusher.restart();
    await run(200);
    expect(states().slice(-3)).toEqual(["failed/unauthorized", "connecting", "live"]);
  });

  it("takes a new session for a new chance", async () => {
    const { pusher, peer, hub, run, goLive, states } = createStage();
    peer.answer = new AddressError("blocked_address", "It is private.");
    pusher.start();
    await goLive();
    expect(states()).toEqual(["idle", "connecting", "failed/blocked_address"]);
    hub.sessionEnded();
    expect(states().at(-1)).toBe("idle");
    peer.answer = "accept";
    await goLive();
    await run(200);
    expect(states().at(-1)).toBe("live");
  });

  it("does not push what the destination does not take, and does when the encoder changes", async () => {
    const { pusher, peer, hub, run, goLive, states } = createStage({ acceptedVideoCodecs: ["hevc"] });
    pusher.start();
    await goLive();
    expect([states().at(-1), peer.requests.length]).toEqual(["failed/incompatible_media", 0]);
    hub.publisherStarted();
    expect(states().at(-1)).toBe("failed/incompatible_media");
    for (const payload of ["\x90hvc1", "\x91hvc1\x00\x00\x00"]) {
      hub.media({ typeId: 9, timestamp: 0, payload: Buffer.from(payload, "latin1") });
    }
    await run(200, false);
    expect(states().slice(-3)).toEqual(["failed/incompatible_media", "connecting", "live"]);
    expect(peer.requests[0]?.fourCcs).toEqual(["hvc1"]);
  });

  it("stops in every stage, and can be started again", async () => {
    const { pusher, peer, run, goLive, settle, states } = createStage();
    peer.answer = "hang";
    pusher.start();
    pusher.start();
    await goLive();
    await pusher.stop();
    expect(peer.requests[0]?.signal.aborted).toBe(true);
    peer.answer = refused;
    pusher.start();
    await settle();
    await pusher.stop();
    await run(5000);
    expect(peer.requests).toHaveLength(2);
    peer.answer = "accept";
    pusher.start();
    await run(200);
    const stopped = pusher.stop();
    expect(peer.last.end).toBe("closed");
    await stopped;
    await pusher.stop();
    const told = states().length;
    await run(2000);
    expect(states()).toHaveLength(told);
    expect(peer.connections).toHaveLength(1);
  });

  it("counts over all connections of a session, and from zero with the next", async () => {
    const { pusher, peer, hub, run, goLive } = createStage();
    pusher.start();
    await goLive();
    await run(5000);
    const once = pusher.snapshot().bytesSent ?? 0;
    peer.last.breakOff(closed);
    await run(5000);
    const twice = pusher.snapshot().bytesSent ?? 0;
    expect(twice).toBeGreaterThan(once * 1.7);
    hub.publisherLost();
    await run(1000, false);
    expect(pusher.snapshot()).toMatchObject({ state: "idle", bytesSent: expect.any(Number) });
    hub.sessionEnded();
    expect(pusher.snapshot().bytesSent).toBeUndefined();
  });

  it("may be stopped by whoever takes its report", async () => {
    const { pusher, peer, reports, goLive, settle } = createStage();
    const push = reports.push.bind(reports);
    reports.push = (...statuses) => {
      if (statuses[0]?.state === "connecting") void pusher.stop();
      return push(...statuses);
    };
    pusher.start();
    await goLive();
    await settle();
    expect(peer.requests).toEqual([]);
  });

  it("drops a connection that comes up after it was stopped", async () => {
    const { pusher, peer, goLive, settle } = createStage();
    peer.handshake = Promise.withResolvers();
    pusher.start();
    await goLive();
    await pusher.stop();
    peer.handshake.resolve();
    await settle();
    expect(peer.connections.map(({ end }) => end)).toEqual(["destroyed"]);
  });

  it("logs whole milliseconds", async () => {
    const { pusher, peer, clock, run, goLive, logged } = createStage();
    pusher.start();
    await goLive();
    await run(1000);
    clock.advance(0.123);
    await run(3000);
    peer.last.breakOff(closed);
    expect(logged.at(-1)).toEqual([
      "info",
      expect.any(String),
      expect.objectContaining({ liveMs: expect.toSatisfy(Number.isInteger) }),
    ]);
  });

  it("never shows the stream key", async () => {
    const { pusher, peer, reports, logged, run, goLive } = createStage();
    peer.answer = denied;
    pusher.start();
    await goLive();
    await run(10_000);
    const shown = [
      inspect(pusher, { depth: 9, showHidden: true }),
      JSON.stringify(pusher),
      JSON.stringify([reports, logged]),
    ];
    expect(shown.join("\n")).not.toContain(streamKey);
    expect(logged.length).toBeGreaterThan(0);
  });

  it("makes only legal steps and ends with nothing open, whatever happens", async () => {
    const act = fc.constantFrom(
      "run",
      "silent",
      "lost",
      "live",
      "ended",
      "break",
      "stick",
      "refuse",
      "deny",
      "accept",
      "hang",
      "restart",
      "update",
      "stop",
      "start",
    );
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 40, size: "max" }), async (acts) => {
        const { pusher, peer, hub, place, run, goLive, settle, reports } = createStage();
        let revision = 0;
        let told = 0;
        let previous: string = "disabled";
        pusher.start();
        for (const name of acts) {
          const last = peer.connections.at(-1);
          if (name === "run") await run(1500);
          else if (name === "silent") await run(12_000, false);
          else if (name === "lost") hub.publisherLost();
          else if (name === "live") await goLive();
          else if (name === "ended") hub.sessionEnded();
          else if (name === "break") last?.breakOff(closed);
          else if (name === "stick" && last) last.reads = false;
          else if (name === "refuse") peer.answer = refused;
          else if (name === "deny") peer.answer = denied;
          else if (name === "accept" || name === "hang") peer.answer = name;
          else if (name === "restart") pusher.restart();
          else if (name === "update") pusher.update({ ...place, streamKey: `${(revision += 1)}` });
          else if (name === "start") pusher.start();
          else if (name === "stop") {
            await pusher.stop();
            previous = "disabled";
            told = reports.length;
          }
          await settle();
          for (const { state } of reports.slice(told)) {
            expect(
              `${previous} > ${state} ${previous === state || isTargetTransition(previous as typeof state, state)}`,
            ).toBe(`${previous} > ${state} true`);
            previous = state;
          }
          told = reports.length;
          expect(peer.connections.filter(({ end }) => end === undefined).length).toBeLessThanOrEqual(1);
        }
        await pusher.stop();
        await settle();
        expect(peer.connections.filter(({ end }) => end === undefined)).toEqual([]);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  it("hands the destination exactly what the stream holds", async () => {
    const { pusher, peer, hub, run, goLive } = createStage();
    pusher.start();
    await goLive();
    await run(2000);
    hub.flush();
    await run(50, false);
    const got = decode(format, peer.last.written);
    const video = got.filter(({ typeId, payload }) => typeId === 9 && payload[1] === 1);
    expect(video.map(({ timestamp }) => timestamp)).toEqual(Array.from({ length: 41 }, (_, index) => index * 50));
    expect(video[20]?.payload).toEqual(media.keyframe(1000, 1000, 500).payload);
  });
});
