import { duplexPair } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { encodeAmf0 } from "./amf0.ts";
import type { AmfValue } from "./amf0.ts";
import { userControl } from "./control-message.ts";
import { MessageType } from "./message.ts";
import type { MediaMessage } from "./message.ts";
import { ServerSession } from "./server-session.ts";
import { DEFAULT_SERVER_LIMITS } from "./server-types.ts";
import type {
  OnPublish,
  PublishDecision,
  PublisherConnection,
  PublishRequest,
  RtmpServerLimits,
} from "./server-types.ts";
import { FFMPEG_SESSION } from "./testing/ffmpeg-session.ts";
import { ScriptedPeer } from "./testing/scripted-peer.ts";

type Setup = { limits?: Partial<RtmpServerLimits>; decide?: () => PublishDecision | Promise<PublishDecision> };

type CommandValues = [string, number, ...AmfValue[]];

/** A session, its peer behind the handshake, and everything that the owner was told. */
async function open({ limits, decide }: Setup = {}) {
  const [near, far] = duplexPair();
  const media: MediaMessage[] = [];
  const errors: Error[] = [];
  const closed = vi.fn<(reason: string) => void>();
  const sink = { media: (message: MediaMessage) => void media.push(message), closed };
  const asked = Promise.withResolvers<{ request: PublishRequest; connection: PublisherConnection }>();
  const onPublish: OnPublish = (request, connection) => {
    asked.resolve({ request, connection });
    return decide?.() ?? { accept: true, sink };
  };
  const session = new ServerSession(
    near,
    { remoteAddress: "192.0.2.1", secure: false },
    { ...DEFAULT_SERVER_LIMITS, ...limits },
    { onPublish, published: () => {}, failed: (error) => void errors.push(error) },
  );
  const peer = new ScriptedPeer(far, "client");
  await peer.shaken;
  return { session, peer, near, media, errors, closed, sink, asked: asked.promise };
}

async function connect(peer: ScriptedPeer, extra: Record<string, string | string[]> = {}) {
  peer.command(0, "connect", 1, { app: "live", tcUrl: "rtmp://host/live?key=secret", ...extra });
  return peer.nextCommand("_result");
}

async function publish(peer: ScriptedPeer, key = "key?a=1"): Promise<void> {
  await connect(peer);
  peer.command(0, "createStream", 4, null);
  const { args } = await peer.nextCommand("_result");
  peer.command(Number(args[0]), "publish", 5, null, key, "live");
}

const started = { level: "status", code: "NetStream.Publish.Start" };
const video = Buffer.from([0x17, 1, 0, 0, 0, 9]);

describe("the way to a publication", () => {
  it("answers each command of an encoder under its transaction id", async () => {
    const { peer } = await open();
    const connected = await connect(peer, { fourCcList: ["hvc1", "av01", "no", "toolong"] });
    expect(connected.transactionId).toBe(1);
    expect(connected.args[0]).toMatchObject({ code: "NetConnection.Connect.Success", fourCcList: ["hvc1", "av01"] });
    peer.command(0, "releaseStream", 2, null, "key");
    expect((await peer.nextCommand("_result")).transactionId).toBe(2);
    peer.command(0, "FCPublish", 3, null, "key");
    expect((await peer.nextCommand("_result")).transactionId).toBe(3);
    await peer.nextCommand("onFCPublish");
    peer.command(0, "createStream", 4, null);
    expect(await peer.nextCommand("_result")).toMatchObject({ transactionId: 4, args: [1] });
    peer.command(1, "publish", 5, null, "key", "live");
    const begin = await peer.nextOfType(MessageType.userControl);
    expect(begin.payload.toString("hex")).toBe("000000000001");
    expect(await peer.nextCommand("onStatus")).toMatchObject({ messageStreamId: 1, args: [started] });
  });

  it("tells the owner what it needs to decide, and no address", async () => {
    const { peer, asked } = await open();
    await publish(peer);
    const { request } = await asked;
    expect(request).toMatchObject({ app: "live", streamName: "key?a=1", remoteAddress: "192.0.2.1", secure: false });
    expect(JSON.stringify(request.connectObject)).not.toContain("secret");
    expect(request.signal.aborted).toBe(false);
  });

  it("hands over media byte for byte, metadata included", async () => {
    const { peer, media } = await open();
    await publish(peer);
    await peer.nextCommand("onStatus");
    const metadata = encodeAmf0("@setDataFrame", "onMetaData", { width: 1280 });
    peer.send(MessageType.dataAmf0, metadata, 1, 0);
    peer.send(MessageType.video, video, 1, 0x01000000);
    peer.send(MessageType.audio, Buffer.alloc(0), 1, 0xffffffff);
    await vi.waitUntil(() => media.length === 3);
    expect(media).toEqual([
      { typeId: 18, timestamp: 0, payload: metadata },
      { typeId: 9, timestamp: 0x01000000, payload: video },
      { typeId: 8, timestamp: 0xffffffff, payload: Buffer.alloc(0) },
    ]);
  });

  it("reads nothing while the owner decides, then goes on where it stopped", async () => {
    const decision = Promise.withResolvers<PublishDecision>();
    const { peer, media, sink, asked } = await open({ decide: () => decision.promise });
    await publish(peer);
    peer.send(MessageType.video, video, 1);
    await asked;
    await new Promise(setImmediate);
    expect(media).toEqual([]);
    decision.resolve({ accept: true, sink });
    await peer.nextCommand("onStatus");
    await vi.waitUntil(() => media.length === 1);
  });

  it("understands what FFmpeg sends", async () => {
    const { peer, media, closed } = await open();
    peer.write(FFMPEG_SESSION);
    await vi.waitUntil(() => closed.mock.calls.length > 0);
    expect(closed.mock.calls).toEqual([["unpublished"]]);
    const count = (typeId: number): number => media.filter((message) => message.typeId === typeId).length;
    expect({ audio: count(8), video: count(9), data: count(18) }).toEqual({ audio: 37, video: 10, data: 1 });
  });

  it("ignores media before publish", async () => {
    const { peer, media } = await open();
    await connect(peer);
    peer.send(MessageType.video, video, 1);
    await publishOnConnected(peer);
    expect(media).toEqual([]);
  });
});

describe("refusals", () => {
  it("reach the peer before the connection closes", async () => {
    const { peer, asked } = await open({
      decide: () => ({ accept: false, code: "NetStream.Publish.BadName", description: "Unknown stream key." }),
    });
    await publish(peer);
    const { args } = await peer.nextCommand("onStatus");
    expect(args).toEqual([{ level: "error", code: "NetStream.Publish.BadName", description: "Unknown stream key." }]);
    await peer.closed;
    expect((await asked).request.signal.aborted).toBe(true);
  });

  it("follow from an owner that throws, without its words", async () => {
    const { peer, errors } = await open({ decide: () => Promise.reject(new Error("db password wrong")) });
    await publish(peer);
    const { args } = await peer.nextCommand("onStatus");
    expect(args[0]).toMatchObject({ level: "error", code: "NetStream.Publish.Denied" });
    expect(JSON.stringify(args)).not.toContain("password");
    expect(errors.map((error) => error.message)).toEqual(["db password wrong"]);
  });

  it.each<[string, CommandValues, string]>([
    ["play", ["play", 4, null, "key"], "NetStream.Play.Failed"],
    ["a publish without a name", ["publish", 4, null], "NetStream.Publish.BadName"],
  ])("answer %s", async (_, command, code) => {
    const { peer } = await open();
    await connect(peer);
    peer.command(1, ...command);
    expect((await peer.nextCommand("onStatus")).args[0]).toMatchObject({ level: "error", code });
    await peer.closed;
  });

  it.each([
    ["a command before connect", (peer: ScriptedPeer) => peer.command(0, "createStream", 1, null), "bad_command"],
    ["a connect without an app", (peer: ScriptedPeer) => peer.command(0, "connect", 1, {}), "bad_command"],
    ["a large message", (peer: ScriptedPeer) => peer.send(9, Buffer.alloc(65_537)), "message_too_large"],
  ])("cut off %s", async (_, act, code) => {
    const { peer, errors } = await open();
    act(peer);
    await peer.closed;
    expect(errors).toMatchObject([{ code }]);
  });

  it("bound the message streams of a connection", async () => {
    const { peer } = await open();
    await connect(peer);
    for (let count = 0; count < 17; count += 1) peer.command(0, "createStream", 10 + count, null);
    expect((await peer.nextCommand("_error")).transactionId).toBe(26);
  });
});

describe("the end of a publication", () => {
  it.each<[string, CommandValues]>([
    ["FCUnpublish", ["FCUnpublish", 6, null, "key"]],
    ["deleteStream", ["deleteStream", 6, null, 1]],
    ["closeStream", ["closeStream", 6, null]],
  ])("is unpublished after %s, once", async (_, command) => {
    const { peer, closed } = await live();
    peer.command(1, ...command);
    peer.command(1, "deleteStream", 7, null, 1);
    expect((await peer.nextCommand("onStatus")).args[0]).toMatchObject({ code: "NetStream.Unpublish.Success" });
    peer.destroy();
    await peer.closed;
    expect(closed.mock.calls).toEqual([["unpublished"]]);
  });

  it("leaves room for a new publication on the same connection", async () => {
    const { peer, closed } = await live();
    peer.command(1, "closeStream", 0, null);
    await peer.nextCommand("onStatus");
    await publishOnConnected(peer);
    expect(closed.mock.calls).toEqual([["unpublished"]]);
  });

  it("is disconnected when the peer goes", async () => {
    const { peer, closed } = await live();
    peer.destroy();
    await vi.waitUntil(() => closed.mock.calls.length > 0);
    expect(closed.mock.calls).toEqual([["disconnected"]]);
  });

  it("is protocol_error when the peer breaks the rules", async () => {
    const { peer, closed } = await live();
    peer.write(Buffer.alloc(16, 0xff));
    await peer.closed;
    expect(closed.mock.calls).toEqual([["protocol_error"]]);
  });

  it("is what the owner says, and no media follows", async () => {
    const { peer, closed, media, asked } = await live();
    (await asked).connection.disconnect("replaced");
    peer.send(MessageType.video, video, 1);
    const { args } = await peer.nextCommand("onStatus");
    expect(args[0]).toMatchObject({ code: "NetStream.Unpublish.Success" });
    await peer.closed;
    expect(closed.mock.calls).toEqual([["replaced"]]);
    expect(media).toEqual([]);
  });

  it("is server_closed when the sink throws, and only for this publisher", async () => {
    const { peer, errors, sink, closed } = await live();
    sink.media = () => {
      throw new Error("sink");
    };
    peer.send(MessageType.video, video, 1);
    await peer.closed;
    expect(closed.mock.calls).toEqual([["server_closed"]]);
    expect(errors.map((error) => error.message)).toEqual(["sink"]);
  });

  it("reaches a sink that was accepted after the peer had left", async () => {
    const decision = Promise.withResolvers<PublishDecision>();
    const { peer, closed, sink, asked } = await open({ decide: () => decision.promise });
    await publish(peer);
    const { request } = await asked;
    const aborted = new Promise((resolve) => request.signal.addEventListener("abort", resolve));
    peer.destroy();
    await aborted;
    decision.resolve({ accept: true, sink });
    await vi.waitUntil(() => closed.mock.calls.length > 0);
    expect(closed.mock.calls).toEqual([["disconnected"]]);
  });

  it("refuses a second publication beside the first", async () => {
    const { peer, closed } = await live();
    peer.command(2, "publish", 9, null, "other", "live");
    expect((await peer.nextCommand("onStatus")).args[0]).toMatchObject({ code: "NetStream.Publish.BadName" });
    await peer.closed;
    expect(closed.mock.calls).toEqual([["disconnected"]]);
  });
});

describe("back-pressure", () => {
  it("stops media until the owner resumes", async () => {
    const { peer, media, asked, near } = await live();
    const { connection } = await asked;
    connection.pause();
    for (let count = 0; count < 100; count += 1) peer.send(MessageType.video, Buffer.alloc(10_000), 1, count);
    await vi.waitUntil(() => near.isPaused());
    expect(media).toEqual([]);
    connection.resume();
    await vi.waitUntil(() => media.length === 100);
    expect(media.map((message) => message.timestamp)).toEqual(Array.from({ length: 100 }, (_, index) => index));
    expect(connection.bytesRead).toBeGreaterThan(1_000_000);
  });
});

describe("deadlines", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  it("end a connection that does not publish", async () => {
    const { peer, errors } = await open();
    vi.advanceTimersByTime(9_999);
    await connect(peer);
    vi.advanceTimersByTime(1);
    await peer.closed;
    expect(errors).toMatchObject([{ code: "timeout" }]);
  });

  it("end a publisher that falls silent", async () => {
    const { peer, closed, media } = await live();
    vi.advanceTimersByTime(29_999);
    peer.send(MessageType.video, video, 1);
    peer.control(userControl(6, 1));
    await peer.nextOfType(MessageType.userControl);
    vi.advanceTimersByTime(29_999);
    expect(closed).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    await peer.closed;
    expect(closed.mock.calls).toEqual([["disconnected"]]);
    expect(media).toHaveLength(1);
  });

  it("spare a publisher that the owner has paused", async () => {
    const { asked, closed } = await live();
    (await asked).connection.pause();
    vi.advanceTimersByTime(100_000);
    expect(closed).not.toHaveBeenCalled();
  });

  it("cut off a peer that does not close after a refusal", async () => {
    const { peer, near } = await open();
    await connect(peer);
    peer.stall();
    peer.command(1, "play", 4, null, "key");
    while (!near.writableEnded) await new Promise(setImmediate);
    expect(near.destroyed).toBe(false);
    vi.advanceTimersByTime(1000);
    expect(near.destroyed).toBe(true);
  });
});

async function live(setup: Setup = {}) {
  const all = await open(setup);
  await publish(all.peer);
  expect((await all.peer.nextCommand("onStatus")).args[0]).toMatchObject(started);
  return all;
}

async function publishOnConnected(peer: ScriptedPeer): Promise<void> {
  peer.command(1, "publish", 5, null, "key", "live");
  expect((await peer.nextCommand("onStatus")).args[0]).toMatchObject(started);
}
