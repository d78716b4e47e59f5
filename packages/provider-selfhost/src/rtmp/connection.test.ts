import { duplexPair } from "node:stream";
import { describe, expect, it } from "vitest";
import { decodeAmf0 } from "./amf0.ts";
import { RtmpConnection } from "./connection.ts";
import { acknowledgement, setPeerBandwidth, userControl, windowAckSize } from "./control-message.ts";
import { Handshake } from "./handshake.ts";
import { MessageType } from "./message.ts";
import type { RtmpMessage } from "./message.ts";
import { ScriptedPeer } from "./testing/scripted-peer.ts";

async function connect(onMessage: (message: RtmpMessage) => void = () => {}) {
  const [near, far] = duplexPair();
  const closed = Promise.withResolvers<Error | undefined>();
  const ready = Promise.withResolvers<void>();
  const handlers = { ready: ready.resolve, message: onMessage, closed: closed.resolve };
  const connection = new RtmpConnection(near, new Handshake("server"), handlers);
  const peer = new ScriptedPeer(far, "client");
  await Promise.all([ready.promise, peer.shaken]);
  return { connection, peer, near, closed: closed.promise };
}

const audio = (bytes: number): Buffer => Buffer.alloc(bytes);

describe("RtmpConnection", () => {
  it("answers pings", async () => {
    const { peer } = await connect();
    peer.control(userControl(6, 0xdeadbeef));
    const { payload } = await peer.nextOfType(MessageType.userControl);
    expect(payload.toString("hex")).toBe("0007deadbeef");
  });

  it("acknowledges before the peer's window is used up, with the bytes read", async () => {
    const { connection, peer } = await connect();
    peer.control(windowAckSize(8000));
    peer.send(MessageType.audio, audio(5000));
    const { payload } = await peer.nextOfType(MessageType.acknowledgement);
    expect(payload.readUInt32BE()).toBe(connection.bytesRead);
    expect(connection.bytesRead).toBeGreaterThan(5000);
  });

  it("acknowledges a peer that never names a window", async () => {
    const { peer } = await connect();
    for (let sent = 0; sent < 1_400_000; sent += 60_000) peer.send(MessageType.audio, audio(60_000));
    expect((await peer.nextOfType(MessageType.acknowledgement)).payload.readUInt32BE()).toBeGreaterThanOrEqual(
      1_250_000,
    );
  });

  it("follows Set Peer Bandwidth once per size", async () => {
    const { peer } = await connect();
    peer.control(setPeerBandwidth(777));
    peer.control(setPeerBandwidth(777));
    peer.control(userControl(6, 1));
    expect((await peer.nextOfType(MessageType.windowAckSize)).payload.readUInt32BE()).toBe(777);
    expect((await peer.next(() => true)).typeId).toBe(MessageType.userControl);
  });

  it("adds up the peer's acknowledgements across 2^32 and ignores steps back", async () => {
    const { connection, peer } = await connect();
    for (const sequence of [1000, 0x7fffffff, 0xfffffff0, 0x10, 0x05]) peer.control(acknowledgement(sequence));
    peer.control(userControl(6, 1));
    await peer.nextOfType(MessageType.userControl);
    expect(connection.acknowledgedBytes).toBe(2 ** 32 + 0x10);
  });

  it("splits what it sends by its own chunk size, down to one byte", async () => {
    const { connection, peer } = await connect();
    connection.changeOutChunkSize(1);
    connection.announceWindow(5);
    connection.sendCommand(0, "onBWDone", 0, null);
    const { payload } = await peer.nextOfType(MessageType.commandAmf0);
    expect(decodeAmf0(payload)).toEqual(["onBWDone", 0, null]);
  });

  it("cuts off a peer that makes it answer and never reads", async () => {
    const { connection, closed } = await connectUnread();
    for (let count = 0; count < 10_000; count += 1) connection.sendControl(userControl(7, count));
    expect(await closed).toMatchObject({ code: "peer_not_reading" });
  });

  it("reports a violation once and closes", async () => {
    const { peer, closed } = await connect();
    peer.write(Buffer.from([0xff, 0xff]));
    expect(await closed).toMatchObject({ code: "bad_chunk" });
    await peer.closed;
  });

  it("survives only as a closed connection what its owner throws", async () => {
    const { peer, closed } = await connect(() => {
      throw new Error("owner");
    });
    peer.send(MessageType.audio, audio(1));
    expect(await closed).toMatchObject({ message: "owner" });
  });

  it("holds messages while paused and hands them over in order", async () => {
    const got: number[] = [];
    const { connection, peer } = await connect((message) => {
      got.push(message.payload.length);
      if (message.payload.length === 1) connection.pause();
    });
    for (const size of [1, 2, 3]) peer.send(MessageType.audio, audio(size));
    peer.control(userControl(6, 1));
    await new Promise(setImmediate);
    expect(got).toEqual([1]);
    connection.resume();
    await peer.nextOfType(MessageType.userControl);
    expect(got).toEqual([1, 2, 3]);
  });

  it("notices a peer that leaves while paused", async () => {
    const { connection, peer, closed } = await connect();
    connection.pause();
    peer.destroy();
    expect(await closed).toBeUndefined();
  });

  it("takes a bounded amount from a peer that floods a paused connection", async () => {
    const { connection, peer, near } = await connect();
    connection.pause();
    for (let count = 0; count < 100; count += 1) peer.send(MessageType.audio, audio(16_000));
    await new Promise(setImmediate);
    expect(near.isPaused()).toBe(true);
    expect(connection.bytesRead).toBeLessThan(400_000);
    connection.resume();
    expect(near.isPaused()).toBe(false);
  });
});

async function connectUnread() {
  const [near, far] = duplexPair();
  const closed = Promise.withResolvers<Error | undefined>();
  const handlers = { ready: () => {}, message: () => {}, closed: closed.resolve };
  const connection = new RtmpConnection(near, new Handshake("server"), handlers);
  far.on("error", () => {});
  return { connection, closed: closed.promise };
}
