import { describe, expect, it } from "vitest";
import { FlushTimer } from "../hub/flush-timer.ts";
import { StreamHub } from "../hub/stream-hub.ts";
import { decode, media } from "../hub/testing/media.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import { StalledError } from "./failure.ts";
import { KernelSendQueue } from "./kernel-send-queue.ts";
import { RtmpSession } from "./rtmp-session.ts";
import { FakeDestination } from "./testing/fake-destination.ts";

const format = { messageStreamId: 1, chunkSize: 4096 };

/** A live stream whose keyframe is larger than one piece, and a session that has just been connected. */
async function setUp() {
  const clock = createManualClock();
  const hub = new StreamHub({ clock, flushTimer: new FlushTimer({ clock, intervalMs: 50 }) });
  const peer = new FakeDestination();
  const events: unknown[] = [];
  let listeners = 0;
  let looks = 0;
  const lookUp: typeof peer.lookUp = (keys) => {
    looks += 1;
    return peer.lookUp(keys);
  };
  const session = new RtmpSession({
    source: {
      state: "delivering",
      codecs: {},
      get lastMediaAt() {
        return hub.lastMediaAt;
      },
      onChange: () => () => undefined,
      join(of, receiver) {
        const subscription = hub.join(of, receiver);
        listeners += 1;
        const leave = (): void => {
          listeners -= 1;
          subscription.leave();
        };
        return { backlog: subscription.backlog, leave };
      },
    },
    destination: { protocol: "rtmp", host: "h", port: 1, app: "a", tcUrl: "rtmp://h/a", streamKey: "k" },
    dial: peer.dial,
    attempt: 1,
    sendQueue: new KernelSendQueue({ clock, lookUp }),
    clock,
    events: {
      accepting: () => void events.push("accepting"),
      stalled: () => void events.push("stalled"),
      ended: (error) => void events.push(error),
    },
  });
  const run = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += 50) {
      clock.advance(50);
      hub.media(media.audio(passed));
      await settled();
    }
  };
  hub.publisherStarted();
  for (const message of [media.videoHeader(), media.keyframe(0, 1, 200_000)]) hub.media(message);
  return { clock, hub, peer, session, events, run, listeners: () => listeners, looks: () => looks };
}

describe("RtmpSession", () => {
  it("has one piece in the socket at a time", async () => {
    const { peer, session, run } = await setUp();
    session.start();
    await settled();
    const connection = peer.last;
    expect(decode(format, connection.written)).toHaveLength(2);
    connection.reads = false;
    connection.kernelRoom = 0;
    const pieces = connection.written.length;
    await run(2000);
    expect(connection.written).toHaveLength(pieces + 1);
    expect(connection.written.every((piece) => piece.length <= 64 * 1024)).toBe(true);
  });

  it("keeps what a slow destination does not take out of the kernel, and leaves out whole groups", async () => {
    const { hub, peer, session, events, clock, looks } = await setUp();
    session.start();
    await settled();
    const connection = peer.last;
    connection.reads = false;
    connection.kernelRoom = Infinity;
    let largest = 0;
    const from = looks();
    // 400 kB/s come in, of which half is taken.
    for (let at = 50; at <= 60_000; at += 50) {
      clock.advance(50);
      hub.media(at % 1000 === 0 ? media.keyframe(at, at, 20_000) : media.frame(at, at, 20_000));
      await settled();
      largest = Math.max(largest, connection.sendQueue);
      connection.sendQueue = Math.max(0, connection.sendQueue - 10_000);
    }
    expect(largest).toBeLessThan(1_000_000);
    expect(events).toEqual(["accepting"]);
    expect(looks() - from).toBeLessThan(60 * 5.5);
    expect(session.dropped.messages).toBeGreaterThan(200);
    const video = decode(format, connection.written).filter(({ typeId, payload }) => typeId === 9 && payload[1] === 1);
    const steps = video.slice(1).map(({ timestamp, payload }, index) => ({
      ms: timestamp - (video[index]?.timestamp ?? 0),
      isKeyframe: payload[0] === 0x17,
    }));
    expect(steps.filter(({ ms, isKeyframe }) => ms !== 50 && !(ms > 50 && isKeyframe))).toEqual([]);
    expect(steps.filter(({ ms }) => ms > 50).length).toBeGreaterThan(1);
    connection.reads = true;
    for (let at = 60_050; at <= 70_000; at += 50) {
      clock.advance(50);
      hub.media(at % 1000 === 0 ? media.keyframe(at, at, 20_000) : media.frame(at, at, 20_000));
      connection.sendQueue = Math.max(0, connection.sendQueue - 50_000);
      await settled();
    }
    expect(decode(format, connection.written).at(-1)?.timestamp).toBeGreaterThan(69_900);
  });

  it("gives up a destination that takes nothing more, also while it is held back", async () => {
    const { hub, peer, session, events, clock } = await setUp();
    session.start();
    await settled();
    const run = async (ms: number): Promise<void> => {
      for (let passed = 0; passed < ms; passed += 500) {
        clock.advance(500);
        hub.media(media.keyframe(clock.now(), 1, 300_000));
        await settled();
      }
    };
    await run(3000);
    peer.last.reads = false;
    peer.last.kernelRoom = Infinity;
    await run(7500);
    expect(events).toEqual(["accepting", "stalled"]);
    await run(5500);
    expect(events).toEqual(["accepting", "stalled", expect.any(StalledError)]);
    expect(peer.last.sendQueue).toBeLessThan(2_000_000);
  });

  it("finishes a message that is begun before it says good-bye", async () => {
    const { peer, session, listeners } = await setUp();
    let answer: (() => void) | undefined;
    session.start();
    await Promise.resolve();
    await Promise.resolve();
    const connection = peer.last;
    connection.write = (data, callback) => {
      connection.written.push(data);
      answer = () => callback();
    };
    await settled();
    answer?.();
    expect(connection.written).toHaveLength(2);
    await session.close();
    expect(decode(format, connection.written).at(-1)).toEqual(media.keyframe(0, 1, 200_000));
    expect([connection.end, listeners()]).toEqual(["closed", 0]);
    answer?.();
    expect(connection.written).toHaveLength(5);
  });

  it("gives up a destination whose kernel does not take a single byte", async () => {
    const { peer, session, events, run, listeners } = await setUp();
    session.start();
    await settled();
    await run(200);
    peer.last.reads = false;
    peer.last.kernelRoom = 0;
    await run(8000);
    expect(events).toEqual(["accepting", "stalled"]);
    await run(5000);
    expect(events).toEqual(["accepting", "stalled", expect.any(StalledError)]);
    expect([peer.last.end, listeners()]).toEqual(["destroyed", 0]);
  });

  it("leaves the stream when its connection breaks, and says so once", async () => {
    const { peer, session, events, run, listeners } = await setUp();
    session.start();
    await settled();
    peer.last.breakOff(new Error("gone"));
    peer.last.breakOff(new Error("again"));
    await run(500);
    await session.close();
    expect(events).toEqual([new Error("gone")]);
    expect(listeners()).toBe(0);
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
