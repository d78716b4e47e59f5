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
    sendQueue: new KernelSendQueue({ clock, lookUp: peer.lookUp }),
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
  return { hub, peer, session, events, run, listeners: () => listeners };
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
