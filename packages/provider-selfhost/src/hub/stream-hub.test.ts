import { describe, expect, it } from "vitest";
import type { MediaMessage } from "../rtmp/message.ts";
import { createManualClock } from "../testing/manual-clock.ts";
import type { Batch, WireFormat } from "./batch.ts";
import { FlushTimer } from "./flush-timer.ts";
import { defaultGopLimits, type GopLimits } from "./gop-cache.ts";
import type { Subscription } from "./media-source.ts";
import { StreamHub } from "./stream-hub.ts";
import { decode, media } from "./testing/media.ts";

const format: WireFormat = { messageStreamId: 1, chunkSize: 4096 };

function setUp(gop: Partial<GopLimits> = {}) {
  const clock = createManualClock();
  const logged: string[] = [];
  const hub = new StreamHub({
    clock,
    flushTimer: new FlushTimer({ clock, intervalMs: 50 }),
    gop: { ...defaultGopLimits, ...gop },
    log: (_level, message) => void logged.push(message),
  });
  hub.publisherStarted();
  const feed = (...messages: MediaMessage[]): void => {
    for (const message of messages) hub.media(message);
  };
  return { clock, hub, feed, logged };
}

/** Joins and keeps what comes, as a destination that takes everything at once. */
function listen(hub: StreamHub, of: WireFormat = format) {
  const batches: Batch[] = [];
  const subscription: Subscription = hub.join(of, { deliver: (batch) => void batches.push(batch) });
  batches.unshift(...subscription.backlog);
  const bytes = (): Buffer[] => batches.map((batch) => batch.data);
  return { batches, subscription, messages: () => decode(of, bytes()) };
}

const start = [media.metadata(), media.videoHeader(), media.audioHeader()];

describe("StreamHub", () => {
  it("passes media on byte for byte, in order, gathered per tick", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    const sent = [...start, media.keyframe(0, 1, 9000), media.audio(10, 2), media.frame(40, 3, 5000)];
    feed(...sent);
    expect(target.batches).toHaveLength(1); // what came ahead of the keyframe
    clock.advance(50);
    expect(target.batches).toHaveLength(2);
    expect(target.messages()).toEqual(sent);
    expect(target.batches[1]).toMatchObject({
      startsWithKeyframe: true,
      hasVideo: true,
      firstTimestamp: 0,
      messages: 3,
    });
  });

  it("shares one buffer among all targets of a format and encodes unused formats never", () => {
    const { clock, hub, feed } = setUp();
    const [a, b] = [listen(hub), listen(hub)];
    const other = listen(hub, { messageStreamId: 5, chunkSize: 128 });
    feed(...start, media.keyframe(0, 1, 300));
    clock.advance(50);
    expect(a.batches[1]?.data).toBe(b.batches[1]?.data);
    expect(other.batches[1]?.data).not.toBe(a.batches[1]?.data);
    expect(other.messages()).toEqual(a.messages());
    expect(listen(hub).batches[0]?.data).toBe(a.batches[1]?.data);
  });

  it("cuts a batch at every keyframe and at 256 kB", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    feed(
      ...start,
      media.keyframe(0),
      media.frame(1),
      media.keyframe(2),
      media.frame(3, 0, 200_000),
      media.frame(4, 0, 200_000),
    );
    clock.advance(50);
    expect(target.batches.map((batch) => [batch.startsWithKeyframe, batch.messages])).toEqual([
      [false, 3],
      [true, 2],
      [true, 2],
      [false, 1],
    ]);
    expect(target.batches.every((batch) => batch.data.length <= 256 * 1024)).toBe(true);
  });

  it("gives who joins in mid-stream the set-up, then everything from the keyframe on", () => {
    const { clock, hub, feed } = setUp();
    feed(...start, media.keyframe(0, 1), media.frame(40, 2));
    feed(media.videoHeader(9, 80), media.keyframe(80, 3), media.audio(90, 4));
    const target = listen(hub);
    feed(media.frame(120, 5));
    clock.advance(50);
    expect(target.batches[0]?.isEntryPoint).toBe(true);
    expect(target.messages()).toEqual([media.keyframe(80, 3), media.audio(90, 4), media.frame(120, 5)]);
    const preamble = decode(format, [target.batches[0]?.preamble() ?? Buffer.alloc(0)]);
    expect(preamble).toEqual([
      { ...media.metadata(), timestamp: 80 },
      media.videoHeader(9, 80),
      { ...media.audioHeader(), timestamp: 90 },
    ]);
  });

  it("keeps the set-up of the keyframe when newer set-up has already come", () => {
    const { hub, feed } = setUp();
    feed(...start, media.keyframe(0, 1), media.videoHeader(2, 40));
    const target = listen(hub);
    const preamble = decode(format, [target.batches[0]?.preamble() ?? Buffer.alloc(0)]);
    expect(preamble).toContainEqual(media.videoHeader(0, 0));
    expect(target.messages()).toEqual([media.keyframe(0, 1), media.videoHeader(2, 40)]);
  });

  it("lets a target wait for the keyframe when the group of pictures is out of bounds", () => {
    const { clock, hub, feed } = setUp({ maxMs: 1000 });
    const early = listen(hub);
    feed(...start, media.keyframe(0), media.frame(1001));
    const target = listen(hub);
    expect(target.subscription.backlog).toEqual([]);
    feed(media.frame(1040, 1), media.keyframe(1080, 2));
    clock.advance(50);
    expect(target.batches.map((batch) => batch.isEntryPoint)).toEqual([false, true]);
    expect(early.messages()).toHaveLength(7);
  });

  it("lets a target join audio at once, with a short tail", () => {
    const { clock, hub, feed } = setUp();
    feed(media.audioHeader());
    for (let at = 0; at <= 5000; at += 100) feed(media.audio(at));
    const target = listen(hub);
    feed(media.audio(5100));
    clock.advance(50);
    const messages = target.messages();
    expect(messages.at(0)?.timestamp).toBe(3000);
    expect(messages.at(-1)?.timestamp).toBe(5100);
    expect(target.batches.every((batch) => batch.isEntryPoint || batch === target.batches[0])).toBe(true);
    expect(target.batches[0]?.isEntryPoint).toBe(true);
  });

  it("holds frames back that nobody can decode, and counts them", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    feed(media.videoHeader(), media.frame(0), media.frame(40), media.keyframe(80));
    clock.advance(50);
    expect(target.messages()).toEqual([media.videoHeader(), media.keyframe(80)]);
    expect(hub.counters.undecodable).toBe(2);
  });

  it("counts what is no tag and goes on", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    feed(
      { typeId: 9, timestamp: 0, payload: Buffer.alloc(0) },
      { typeId: 8, timestamp: 0, payload: Buffer.from([0xaf]) },
    );
    feed(media.audioHeader(), media.audio(0));
    clock.advance(50);
    expect(hub.counters.malformed).toBe(2);
    expect(target.messages()).toHaveLength(2);
  });

  it("takes only the main track's keyframes as the begin of a group", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    const secondKey: MediaMessage = {
      typeId: 9,
      timestamp: 40,
      payload: Buffer.from("\x96\x01avc1\x01\x00\x00\x00", "latin1"),
    };
    feed(...start, media.keyframe(0), secondKey, media.frame(80));
    clock.advance(50);
    expect(target.batches.map((batch) => batch.messages)).toEqual([3, 3]);
    expect(hub.codecs).toEqual({ video: "h264", audio: "aac" });
  });

  it("goes on in the timeline with another publisher and needs its keyframe", () => {
    const { clock, hub, feed } = setUp();
    const target = listen(hub);
    feed(...start, media.keyframe(0), media.frame(40));
    hub.publisherStarted();
    expect(hub.state).toBe("delivering");
    feed(media.videoHeader(2), media.frame(500), media.keyframe(540));
    clock.advance(50);
    expect(target.messages().slice(-2)).toEqual([media.videoHeader(2, 80), media.keyframe(80)]);
    expect(listen(hub).batches.map((batch) => batch.messages)).toEqual([1]);
  });

  it("begins anew with another session", () => {
    const { clock, hub, feed } = setUp();
    feed(...start, media.keyframe(70_000));
    hub.sessionEnded();
    hub.media(media.keyframe(1));
    expect([hub.state, hub.lastMediaAt, hub.codecs]).toEqual(["idle", undefined, {}]);
    const target = listen(hub);
    hub.publisherStarted();
    feed(...start, media.keyframe(5));
    clock.advance(50);
    expect(target.messages().at(-1)).toEqual(media.keyframe(5));
  });

  it("tells when media comes and goes, and which codecs it has", () => {
    const { clock, hub, feed } = setUp();
    const seen: unknown[] = [];
    const stop = hub.onChange(() => void seen.push([hub.state, hub.codecs.video, hub.codecs.audio]));
    feed(...start, media.frame(0), media.keyframe(0));
    clock.advance(70);
    feed(media.audio(5));
    expect(hub.lastMediaAt).toBe(70);
    hub.publisherSilent();
    hub.publisherSilent();
    feed(media.frame(40));
    expect(listen(hub).messages()).toEqual([media.keyframe(0), media.audio(5), media.frame(40)]);
    hub.publisherLost();
    expect(listen(hub).batches).toEqual([]);
    stop();
    hub.sessionEnded();
    expect(seen).toEqual([
      ["away", "h264", undefined],
      ["away", "h264", "aac"],
      ["delivering", "h264", "aac"],
      ["away", "h264", "aac"],
      ["delivering", "h264", "aac"],
      ["away", "h264", "aac"],
    ]);
  });

  it("serves the others when a receiver fails", () => {
    const { clock, hub, feed, logged } = setUp();
    hub.join(format, {
      deliver: () => {
        throw new Error("broken");
      },
    });
    const target = listen(hub);
    feed(...start, media.keyframe(0));
    clock.advance(50);
    expect(target.messages()).toHaveLength(4);
    expect(logged).toHaveLength(2);
  });

  it("delivers nothing to who has left", () => {
    const { clock, hub, feed } = setUp();
    const gone = listen(hub);
    gone.subscription.leave();
    gone.subscription.leave();
    feed(...start, media.keyframe(0, 1), media.frame(40, 2));
    clock.advance(50);
    expect(gone.batches).toEqual([]);
  });

  it.each([true, false])("repeats nothing to who joins inside a delivery (format in use: %s)", (inUse) => {
    const { clock, hub, feed } = setUp();
    const inside: WireFormat = { messageStreamId: 1, chunkSize: 128 };
    let late: ReturnType<typeof listen> | undefined;
    hub.join(format, { deliver: () => void (late ??= listen(hub, inside)) });
    if (inUse) listen(hub, inside);
    feed(media.audioHeader(), media.audio(0, 1), media.audio(23, 2));
    clock.advance(50);
    feed(media.audio(46, 3));
    clock.advance(50);
    expect(late?.messages()).toEqual([media.audioHeader(), media.audio(0, 1), media.audio(23, 2), media.audio(46, 3)]);
  });
});
