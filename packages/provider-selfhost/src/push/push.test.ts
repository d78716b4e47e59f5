import { runInNewContext } from "node:vm";
import { setFlagsFromString } from "node:v8";
import type { TargetState, TargetStatus } from "@polycast/core/provider";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../hub/clock.ts";
import { FlushTimer } from "../hub/flush-timer.ts";
import { StreamHub } from "../hub/stream-hub.ts";
import { media } from "../hub/testing/media.ts";
import type { MediaMessage } from "../rtmp/message.ts";
import { TEST_CERTIFICATE } from "../rtmp/testing/test-certificate.ts";
import { createAddressGuard } from "./address-guard.ts";
import type { QueueLimits } from "./delivery-queue.ts";
import type { PushDestination } from "./destination.ts";
import { createDial, type DialOptions } from "./dial.ts";
import { createHostLookup } from "./host-lookup.ts";
import { KernelSendQueue } from "./kernel-send-queue.ts";
import { TargetPusher } from "./target-pusher.ts";
import { createSink, type Sink, type SinkOptions } from "./testing/sink.ts";
import { createSlowLink } from "./testing/slow-link.ts";
import { encode, gaps, isFrame } from "./testing/steady-encoder.ts";

const cleanUps: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

async function openSink(options?: SinkOptions): Promise<Sink> {
  const sink = await createSink(options);
  cleanUps.push(() => sink.close());
  return sink;
}

/** One stream on the machine's own clock, with as many targets as wanted. */
function openStream() {
  const hub = new StreamHub({ clock: systemClock, flushTimer: new FlushTimer({ clock: systemClock, intervalMs: 5 }) });
  const sendQueue = new KernelSendQueue({ clock: systemClock });
  const sent: MediaMessage[] = [];
  const send = (...messages: MediaMessage[]): void => {
    for (const message of messages) {
      sent.push(message);
      hub.media(message);
    }
  };
  const push = (
    sink: { port: number },
    options: Partial<PushDestination> &
      Partial<DialOptions> & { allowPrivate?: boolean; queueLimits?: QueueLimits } = {},
  ) => {
    const { allowPrivate = true, tls, queueLimits, ...rest } = options;
    const lookup = createHostLookup({ clock: systemClock });
    const reports: TargetStatus[] = [];
    const waiting = new Map<TargetState, (status: TargetStatus) => void>();
    const pusher = new TargetPusher({
      source: hub,
      destination: {
        protocol: "rtmp",
        host: "127.0.0.1",
        port: sink.port,
        app: "live",
        tcUrl: `rtmp://127.0.0.1:${sink.port}/live`,
        streamKey: "abc",
        ...rest,
      },
      dial: createDial({ guard: createAddressGuard({ lookup, allowPrivate }), ...(tls ? { tls } : {}) }),
      sendQueue,
      clock: systemClock,
      ...(queueLimits ? { queueLimits } : {}),
      onStatus(status) {
        reports.push(status);
        waiting.get(status.state)?.(status);
      },
    });
    cleanUps.push(() => pusher.stop());
    const reaches = (state: TargetState): Promise<TargetStatus> => {
      const seen = reports.find((status) => status.state === state);
      return seen ? Promise.resolve(seen) : new Promise((resolve) => waiting.set(state, resolve));
    };
    pusher.start();
    return { pusher, reports, reaches };
  };
  hub.publisherStarted();
  send(media.metadata(), media.videoHeader(), media.audioHeader());
  return { hub, sent, send, push };
}

/** A second of 25 frames with a keyframe at its begin. */
function second(number: number, bytes = 3000): MediaMessage[] {
  return Array.from({ length: 25 }, (_, frame) => {
    const at = number * 1000 + frame * 40;
    const video = frame === 0 ? media.keyframe(at, at, bytes * 4) : media.frame(at, at, bytes);
    return [video, media.audio(at + 1, at, 300)];
  }).flat();
}

describe("pushing over real sockets", () => {
  it("delivers what came in, byte for byte, past the extended timestamp", async () => {
    const sink = await openSink();
    const { hub, sent, send, push } = openStream();
    const { reaches, pusher } = push(sink);
    send(...second(16_776));
    await reaches("live");
    send(...second(16_777), ...second(16_778, 90_000));
    await sink.until(() => sink.publications[0]?.messages.length === sent.length);
    const [headers, frames] = [sink.publications[0]?.messages.slice(0, 3), sink.publications[0]?.messages.slice(3)];
    expect(frames).toEqual(sent.slice(3));
    expect(headers?.map(({ payload }) => payload)).toEqual(sent.slice(0, 3).map(({ payload }) => payload));
    expect(pusher.dropped).toEqual({ messages: 0, bytes: 0 });
    hub.publisherLost();
    await sink.until(() => sink.publications[0]?.ended !== undefined);
    expect(sink.publications[0]?.ended).toBe("unpublished");
  });

  it("begins in mid-stream with the set-up and the last keyframe", async () => {
    const sink = await openSink();
    const { sent, send, push } = openStream();
    send(...second(0), ...second(1));
    const { reaches } = push(sink);
    await reaches("live");
    send(...second(2));
    await sink.until(() => sink.publications[0]?.messages.at(-1)?.timestamp === sent.at(-1)?.timestamp);
    const got = sink.publications[0]?.messages ?? [];
    expect(got.slice(0, 3).map(({ typeId }) => typeId)).toEqual([18, 9, 8]);
    expect(got.slice(3)).toEqual(sent.slice(3 + 50));
  });

  it("lets a destination that never reads cost the others nothing, and itself a bounded amount", async () => {
    const [good, bad] = [await openSink({ keeps: false }), await openSink({ reads: false })];
    const { hub, send, push } = openStream();
    const [reader, stalled] = [push(good), push(bad)];
    send(...second(0));
    await Promise.all([reader.reaches("live"), stalled.reaches("live")]);
    const before = heldBytes();
    let payload = 0;
    for (let number = 1; number <= 100; number += 1) {
      const messages = second(number, 80_000);
      for (const message of messages) hub.media(message);
      hub.flush();
      payload += messages.reduce((sum, message) => sum + message.payload.length, 0);
      await good.until(() => (good.publications[0]?.bytes ?? 0) >= payload);
    }
    expect(payload).toBeGreaterThan(200_000_000);
    expect(reader.pusher.dropped.messages).toBe(0);
    // What it did not take is gone but for its queue and the sockets on both sides.
    expect(stalled.pusher.dropped.bytes).toBeGreaterThan(payload - 40_000_000);
    await expect.poll(() => heldBytes() - before).toBeLessThan(30_000_000);
    await stalled.pusher.stop();
    expect(reader.pusher.snapshot().state).toBe("live");
  });

  it("keeps a slow destination near the present, and the others whole", async () => {
    const [good, far] = [await openSink(), await openSink()];
    const link = await createSlowLink(far.port, 200_000);
    cleanUps.push(() => link.close());
    const { sent, send, push } = openStream();
    const queueLimits = { maxBytes: 300_000, maxMs: 4000 };
    const [reader, slow] = [push(good), push(link, { queueLimits })];
    const encoder = encode(400_000, send);
    cleanUps.push(() => Promise.resolve(encoder.stop()));
    await Promise.all([reader.reaches("live"), slow.reaches("live")]);
    const got = (): MediaMessage[] => (far.publications[0]?.messages ?? []).filter(isFrame);
    let largest = 0;
    const watch = setInterval(() => void link.sendQueue().then((bytes) => (largest = Math.max(largest, bytes))), 100);
    cleanUps.push(() => Promise.resolve(clearInterval(watch)));
    await far.until(() => gaps(got()).length >= 2);
    encoder.stop();
    expect(largest).toBeLessThan(1_000_000);
    expect(slow.pusher.snapshot().state).toBe("live");
    expect(slow.pusher.dropped.messages).toBeGreaterThan(0);
    expect(gaps(got()).every(({ payload }) => payload[0] === 0x17)).toBe(true);
    const times = got().map(({ timestamp }) => timestamp);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    await good.until(() => good.publications[0]?.messages.at(-1)?.timestamp === sent.at(-1)?.timestamp);
    expect(gaps((good.publications[0]?.messages ?? []).filter(isFrame))).toEqual([]);
    expect(reader.pusher.dropped.messages).toBe(0);
  });

  it("pushes over TLS, and names TLS when it does not trust the certificate", async () => {
    const sink = await openSink({ tls: TEST_CERTIFICATE });
    const { send, push } = openStream();
    send(...second(0));
    const trusting = push(sink, { protocol: "rtmps", tls: { ca: TEST_CERTIFICATE.cert } });
    const strict = push(sink, { protocol: "rtmps" });
    await trusting.reaches("live");
    expect((await strict.reaches("retrying")).reason?.code).toBe("tls");
    expect(sink.publications).toHaveLength(1);
  });

  it.each([
    ["NetStream.Publish.BadName", "key_in_use"],
    ["NetStream.Publish.Denied", "unauthorized"],
  ] as const)("reads %s as %s", async (refuse, code) => {
    const sink = await openSink({ refuse });
    const { send, push } = openStream();
    send(...second(0));
    expect((await push(sink).reaches("retrying")).reason?.code).toBe(code);
  });

  it("dials no private address unless that is allowed", async () => {
    const sink = await openSink();
    const { send, push } = openStream();
    send(...second(0));
    for (const host of ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433"]) {
      const { reason } = await push(sink, { host, allowPrivate: false }).reaches("failed");
      expect(reason?.code).toBe("blocked_address");
    }
    expect(sink.publications).toEqual([]);
  });

  it("comes back to a destination that has gone away", async () => {
    const first = await openSink();
    const { send, push } = openStream();
    send(...second(0));
    const { reaches } = push(first);
    await reaches("live");
    await first.close();
    const { reason, nextAttemptAt } = await reaches("retrying");
    expect(reason?.code).toBe("closed_by_destination");
    expect(nextAttemptAt).toBeDefined();
  });
});

/** Bytes outside of the heap that are still in use. */
function heldBytes(): number {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (typeof collect === "function") collect();
  return process.memoryUsage().arrayBuffers;
}
