import type { Socket } from "node:net";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AmfValue } from "./amf0.ts";
import { encodeChunks } from "./chunk-writer.ts";
import { acknowledgement } from "./control-message.ts";
import type { MediaMessage } from "./message.ts";
import {
  acceptConnect,
  acceptPublish,
  cleanUp,
  cleanUpAll,
  failure,
  KEY,
  publisher,
  realServer,
  scriptedServer,
} from "./testing/client-harness.ts";
import type { ScriptedPeer } from "./testing/scripted-peer.ts";
import { TEST_CERTIFICATE } from "./testing/test-certificate.ts";

afterEach(cleanUpAll);

const video = (timestamp: number, bytes = 20_000): MediaMessage => ({
  typeId: 9,
  timestamp,
  payload: Buffer.alloc(bytes, timestamp % 251),
});

describe("against our server", () => {
  it.each([128, 4096, 65_536])("delivers media unchanged with chunk size %i", async (outChunkSize) => {
    const { port, media, closed, requests } = await realServer();
    const connection = await publisher(port, { outChunkSize, fourCcList: ["hvc1"] });
    const sent = [0xffff00, 0xffffff, 0x1000000, 0xffffff00, 0xffffffff, 5].map((timestamp) => video(timestamp));
    const { messageStreamId } = connection;
    const buffers = sent.map((message) =>
      encodeChunks({ chunkStreamId: 6, messageStreamId, ...message }, connection.outChunkSize),
    );
    await new Promise((resolve) => connection.write(buffers, resolve));
    await connection.close();
    await vi.waitUntil(() => closed.mock.calls.length > 0);
    expect(closed.mock.calls).toEqual([["unpublished"]]);
    expect(media).toEqual(sent);
    expect(requests[0]).toMatchObject({ app: "live", streamName: KEY, connectObject: { fourCcList: ["hvc1"] } });
  });

  it("tells where it is connected and what the kernel took", async () => {
    const { port } = await realServer();
    const connection = await publisher(port);
    expect(connection).toMatchObject({
      remotePort: port,
      localAddress: "127.0.0.1",
      family: "IPv4",
      messageStreamId: 1,
    });
    expect(connection.localPort).toBeGreaterThan(0);
    const before = connection.bytesHandedToKernel;
    const chunk = encodeChunks({ chunkStreamId: 6, messageStreamId: 1, ...video(0) }, 4096);
    await new Promise((resolve) => connection.write(chunk, resolve));
    expect(connection.bytesHandedToKernel).toBe(before + chunk.length);
  });

  it("publishes over TLS to a host name at a given address", async () => {
    const { port, media, requests } = await realServer({ tls: TEST_CERTIFICATE });
    const connection = await publisher(port, {
      host: "localhost",
      address: "127.0.0.1",
      tls: { ca: TEST_CERTIFICATE.cert },
    });
    const chunk = encodeChunks({ chunkStreamId: 6, messageStreamId: 1, ...video(7) }, 4096);
    const before = connection.bytesHandedToKernel;
    await new Promise((resolve) => connection.write([chunk, chunk], resolve));
    expect(connection.bytesHandedToKernel).toBeGreaterThanOrEqual(before + 2 * chunk.length);
    await vi.waitUntil(() => media.length === 2);
    expect(requests[0]?.secure).toBe(true);
  });

  it("checks the certificate of an IP literal without sending it as server name", async () => {
    const warnings = vi.spyOn(process, "emitWarning");
    cleanUp.push(() => warnings.mockRestore());
    const { port } = await realServer({ tls: TEST_CERTIFICATE });
    await publisher(port, { tls: { ca: TEST_CERTIFICATE.cert } });
    expect(warnings).not.toHaveBeenCalled();
  });

  it("reports a refused key as the server put it", async () => {
    const { port } = await realServer({
      onPublish: ({ streamName }) => ({
        accept: false,
        code: "NetStream.Publish.BadName",
        description: `No stream ${streamName}.`,
      }),
    });
    const error = await failure(port);
    expect(error).toMatchObject({ stage: "publish", kind: "bad_name", code: "NetStream.Publish.BadName" });
    expect(error.message).toContain("No stream ***");
  });
});

describe("with other servers", () => {
  it("uses whatever stream number it is given, and ignores errors of optional calls", async () => {
    const { port } = await scriptedServer(async (peer) => {
      await acceptConnect(peer);
      peer.command(0, "_error", 2, null, { level: "error", code: "NetConnection.Call.Failed" });
      peer.command(0, "_error", 3, null, { level: "error", code: "NetConnection.Call.Failed" });
      peer.command(0, "onBWDone", 0, null);
      peer.command(0, "_result", 4, null, 5);
      const { messageStreamId, args } = await peer.nextCommand("publish");
      expect(args).toEqual([KEY, "live"]);
      peer.command(messageStreamId, "onStatus", 0, null, { level: "status", code: "NetStream.Publish.Start" });
    });
    expect((await publisher(port)).messageStreamId).toBe(5);
  });

  it("counts acknowledgements", async () => {
    const { port } = await scriptedServer(async (peer) => {
      await acceptPublish(peer);
      peer.control(acknowledgement(4321));
    });
    const connection = await publisher(port);
    await vi.waitUntil(() => connection.acknowledgedBytes === 4321);
    expect(connection.acknowledgedBytes).toBe(4321);
  });

  it("says good-bye in order", async () => {
    const farewell = Promise.withResolvers<AmfValue[]>();
    const { port } = await scriptedServer(async (peer) => {
      await acceptPublish(peer, 3);
      const first = await peer.nextCommand("FCUnpublish");
      const second = await peer.nextCommand("deleteStream");
      farewell.resolve([first.args[0], second.args[0]]);
    });
    const connection = await publisher(port);
    const onClose = vi.fn<(error?: Error) => void>();
    connection.onClose(onClose);
    await connection.close();
    expect(await farewell.promise).toEqual([KEY, 3]);
    expect(onClose.mock.calls).toEqual([[undefined]]);
  });

  it("closes by force when the server does not read", async () => {
    const { port } = await scriptedServer(async (peer) => {
      await acceptPublish(peer);
      peer.stall();
    });
    const connection = await publisher(port, { timeouts: { closeMs: 20 } });
    connection.write(Buffer.alloc(64_000_000));
    await connection.close();
    expect(await new Promise((resolve) => connection.write(Buffer.alloc(1), resolve))).toMatchObject({
      kind: "closed",
    });
  });

  it.each([
    ["closed", (_peer: ScriptedPeer, socket: Socket) => socket.end(), { kind: "closed" }],
    ["reset", (_peer: ScriptedPeer, socket: Socket) => socket.resetAndDestroy(), { kind: "reset", code: "ECONNRESET" }],
    ["protocol", (peer: ScriptedPeer) => peer.write(Buffer.alloc(20, 0xff)), { kind: "protocol" }],
    [
      "rejected",
      (peer: ScriptedPeer) =>
        peer.command(1, "onStatus", 0, null, { level: "error", code: "NetStream.Publish.Denied" }),
      { kind: "rejected", code: "NetStream.Publish.Denied" },
    ],
    [
      "closed",
      (peer: ScriptedPeer) =>
        peer.command(1, "onStatus", 0, null, { level: "status", code: "NetStream.Unpublish.Success" }),
      { kind: "closed", code: "NetStream.Unpublish.Success" },
    ],
  ])("reports a live connection's end as %s", async (_, act, expected) => {
    const { port } = await scriptedServer(async (peer, socket) => {
      await acceptPublish(peer);
      await peer.nextOfType(9);
      act(peer, socket);
    });
    const connection = await publisher(port);
    const over = new Promise((resolve) => connection.onClose(resolve));
    connection.write(encodeChunks({ chunkStreamId: 6, messageStreamId: 1, ...video(0, 10) }, 4096));
    expect(await over).toMatchObject({ stage: "live", ...expected });
    expect(await new Promise((resolve) => connection.onClose(resolve))).toMatchObject(expected);
  });

  it("stays live when the server says something unreadable", async () => {
    const { port } = await scriptedServer(async (peer) => {
      await acceptPublish(peer);
      peer.send(20, Buffer.from([0x11]));
      peer.control(acknowledgement(1));
    });
    const connection = await publisher(port);
    await vi.waitUntil(() => connection.acknowledgedBytes === 1);
    expect(connection.acknowledgedBytes).toBe(1);
  });
});
