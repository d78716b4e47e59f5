import { afterEach, describe, expect, it } from "vitest";
import { connectPublisher } from "./client.ts";
import type { RtmpConnectError } from "./connect-error.ts";
import {
  acceptConnect,
  cleanUpAll,
  failure,
  KEY,
  options,
  publisher,
  realServer,
  scriptedServer,
  tcpServer,
} from "./testing/client-harness.ts";
import type { ScriptedPeer } from "./testing/scripted-peer.ts";
import { TEST_CERTIFICATE } from "./testing/test-certificate.ts";

afterEach(cleanUpAll);

/** How publishing fails when the server answers createStream like this. */
async function answering(answer: (peer: ScriptedPeer) => void, timeouts = {}): Promise<RtmpConnectError> {
  const { port } = await scriptedServer(async (peer) => {
    await acceptConnect(peer);
    await peer.nextCommand("createStream");
    answer(peer);
  });
  return failure(port, { timeouts });
}

describe("failures by stage", () => {
  const fast = { handshakeMs: 40 };

  it("dns", async () => {
    expect(await failure(1935, { host: "name.invalid" })).toMatchObject({ stage: "dns", kind: "dns" });
  });

  it("tcp: refused", async () => {
    const { port, server } = await tcpServer(() => {});
    await new Promise((resolve) => server.close(resolve));
    expect(await failure(port)).toMatchObject({ stage: "tcp", kind: "refused", code: "ECONNREFUSED" });
  });

  it("tls: certificate, plain server, silence", async () => {
    const { port } = await realServer({ tls: TEST_CERTIFICATE });
    expect(await failure(port, { tls: true })).toMatchObject({
      stage: "tls",
      kind: "tls",
      code: "DEPTH_ZERO_SELF_SIGNED_CERT",
    });
    const ca = TEST_CERTIFICATE.cert;
    expect(await failure(port, { host: "other.example", address: "127.0.0.1", tls: { ca } })).toMatchObject({
      stage: "tls",
      code: "ERR_TLS_CERT_ALTNAME_INVALID",
    });
    const plain = await tcpServer((socket) => void socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await failure(plain.port, { tls: true })).toMatchObject({ stage: "tls", kind: "tls" });
    const silent = await tcpServer(() => {});
    expect(await failure(silent.port, { tls: true, timeouts: fast })).toMatchObject({ stage: "tls", kind: "timeout" });
    expect(await failure(silent.port, { timeouts: fast })).toMatchObject({ stage: "handshake", kind: "timeout" });
  });

  it("handshake: closed, not RTMP", async () => {
    const closing = await tcpServer((socket) => void socket.end());
    expect(await failure(closing.port)).toMatchObject({ stage: "handshake", kind: "closed" });
    const http = await tcpServer((socket) => void socket.write("HTTP/1.1 400 Bad Request\r\n\r\n"));
    expect(await failure(http.port)).toMatchObject({ stage: "handshake", kind: "protocol", code: "bad_version" });
  });

  it("connect: rejected, closed, timeout", async () => {
    const info = { level: "error", code: "NetConnection.Connect.Rejected", description: `app live/${KEY} unknown` };
    const rejecting = await scriptedServer(async (peer) => {
      await peer.nextCommand("connect");
      peer.command(0, "_error", 1, null, info);
    });
    expect(await failure(rejecting.port)).toMatchObject({
      stage: "connect",
      kind: "rejected",
      code: "NetConnection.Connect.Rejected",
    });
    const closing = await scriptedServer(async (peer, socket) => {
      await peer.nextCommand("connect");
      socket.end();
    });
    expect(await failure(closing.port)).toMatchObject({ stage: "connect", kind: "closed" });
    const silent = await scriptedServer(() => {});
    expect(await failure(silent.port, { timeouts: { commandMs: 40 } })).toMatchObject({
      stage: "connect",
      kind: "timeout",
    });
  });

  it("publish: refused stream, nonsense, denial by onFCPublish, silence, a key as code", async () => {
    const error = { level: "error", code: KEY.slice(0, 13), description: encodeURIComponent(KEY) };
    expect(await answering((peer) => peer.command(0, "_error", 4, null, error))).toMatchObject({
      stage: "publish",
      kind: "rejected",
      code: undefined,
    });
    expect(await answering((peer) => peer.command(0, "_result", 4, null, "one"))).toMatchObject({ kind: "protocol" });
    expect(
      await answering((peer) => peer.command(0, "onFCPublish", 0, null, { code: "NetStream.Publish.BadName" })),
    ).toMatchObject({ kind: "bad_name" });
    expect(await answering((peer) => peer.command(0, "_result", 4, null, 1), { commandMs: 40 })).toMatchObject({
      kind: "timeout",
    });
  });
});

describe("abort", () => {
  it("rejects with the signal's reason at once when it was aborted before", async () => {
    const reason = new Error("enough");
    await expect(connectPublisher(options(1, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason);
  });

  it.each(["handshake", "connect", "publish"])("ends the attempt in stage %s and closes the socket", async (stage) => {
    const controller = new AbortController();
    const reason = new Error("enough");
    const gone = Promise.withResolvers<void>();
    const { port } = await scriptedServer(async (peer, socket) => {
      socket.on("close", () => gone.resolve());
      if (stage === "handshake") return controller.abort(reason);
      await peer.nextCommand("connect");
      if (stage === "connect") return controller.abort(reason);
      peer.command(0, "_result", 1, {}, { code: "NetConnection.Connect.Success" });
      await peer.nextCommand("createStream");
      controller.abort(reason);
    });
    await expect(connectPublisher(options(port, { signal: controller.signal }))).rejects.toBe(reason);
    await gone.promise;
  });

  it("has no effect on a live connection", async () => {
    const { port } = await realServer();
    const controller = new AbortController();
    const connection = await publisher(port, { signal: controller.signal });
    controller.abort();
    expect(await new Promise((resolve) => connection.write(Buffer.alloc(0), resolve))).not.toBeInstanceOf(Error);
  });
});
