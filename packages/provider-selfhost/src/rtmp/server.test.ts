import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createRtmpServer } from "./server.ts";
import type { RtmpServer, RtmpServerOptions } from "./server.ts";
import { ScriptedPeer } from "./testing/scripted-peer.ts";
import { TEST_CERTIFICATE } from "./testing/test-certificate.ts";

const servers: RtmpServer[] = [];
const sockets: Socket[] = [];

const acceptAll: RtmpServerOptions["onPublish"] = () => ({
  accept: true,
  sink: { media: () => {}, closed: () => {} },
});

async function listen(options: Partial<RtmpServerOptions> = {}): Promise<RtmpServer> {
  const server = await createRtmpServer({ host: "127.0.0.1", port: 0, onPublish: acceptAll, ...options });
  servers.push(server);
  return server;
}

async function dial(server: RtmpServer): Promise<Socket> {
  const socket = connectTcp(server.port, "127.0.0.1").on("error", () => {});
  sockets.push(socket);
  await once(socket, "connect");
  return socket;
}

async function publish(socket: Socket): Promise<ScriptedPeer> {
  const peer = new ScriptedPeer(socket, "client");
  await peer.shaken;
  peer.command(0, "connect", 1, { app: "live" });
  peer.command(0, "createStream", 2, null);
  peer.command(1, "publish", 3, null, "key", "live");
  await peer.nextCommand("onStatus");
  return peer;
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

describe("createRtmpServer", () => {
  it("reports the port that it took, and refuses one that is taken", async () => {
    const { port } = await listen();
    expect(port).toBeGreaterThan(0);
    await expect(listen({ port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  });

  it("destroys connections beyond the limit and counts the others", async () => {
    const server = await listen({ limits: { maxConnections: 1 } });
    const first = await dial(server);
    await vi.waitUntil(() => server.connections === 1);
    const second = await dial(server);
    await once(second, "close");
    expect(server.connections).toBe(1);
    first.destroy();
    await vi.waitUntil(() => server.connections === 0);
    await publish(await dial(server));
  });

  it("bounds what one address may hold open without publishing", async () => {
    const onTurnedAway = vi.fn<(remoteAddress: string) => void>();
    const server = await listen({ limits: { maxPendingPerAddress: 1 }, onTurnedAway });
    await publish(await dial(server));
    await publish(await dial(server));
    const waiting = await dial(server);
    await vi.waitUntil(() => server.connections === 3);
    await once(await dial(server), "close");
    expect(waiting.destroyed).toBe(false);
    expect(onTurnedAway.mock.calls).toEqual([["127.0.0.1"]]);
  });

  it("closes: publications end, sockets go, and the port is free", async () => {
    const closed = vi.fn<(reason: string) => void>();
    const server = await listen({ onPublish: () => ({ accept: true, sink: { media: () => {}, closed } }) });
    const peer = await publish(await dial(server));
    await dial(server);
    await Promise.all([server.close(), server.close(), peer.closed]);
    expect(closed.mock.calls).toEqual([["server_closed"]]);
    expect(server.connections).toBe(0);
    await listen({ port: server.port });
  });

  it("tells the owner who misbehaved", async () => {
    const onError = vi.fn<NonNullable<RtmpServerOptions["onError"]>>();
    const server = await listen({ onError });
    const socket = await dial(server);
    socket.write("GET / HTTP/1.1\r\n\r\n");
    await once(socket, "close");
    expect(onError).toHaveBeenCalledWith(expect.objectContaining({ code: "bad_version" }), {
      remoteAddress: "127.0.0.1",
      publishing: false,
    });
  });

  it("drops a slow handshake at the deadline", async () => {
    const server = await listen({ limits: { publishDeadlineMs: 30 } });
    const socket = await dial(server);
    socket.write(Buffer.from([3, 0, 0]));
    socket.resume();
    await once(socket, "close");
    await vi.waitUntil(() => server.connections === 0);
    expect(socket.destroyed).toBe(true);
  });
});

describe("with a certificate", () => {
  const tls = TEST_CERTIFICATE;

  it("takes publishers over TLS only", async () => {
    const onPublish = vi.fn(acceptAll);
    const server = await listen({ tls, onPublish });
    const socket = connectTls({ port: server.port, host: "127.0.0.1", ca: tls.cert, servername: "localhost" });
    sockets.push(socket);
    await publish(socket);
    expect(onPublish.mock.calls[0]?.[0]).toMatchObject({ secure: true, remoteAddress: "127.0.0.1" });

    const plain = new ScriptedPeer(await dial(server), "client");
    await plain.closed;
    socket.destroy();
    await vi.waitUntil(() => server.connections === 0);
  });

  it("survives peers that leave in the middle of the TLS handshake, and drops those that stop", async () => {
    const server = await listen({ tls, limits: { publishDeadlineMs: 30 } });
    const gone = await dial(server);
    gone.write(Buffer.from([0x16, 3, 1, 2, 0]));
    gone.resetAndDestroy();
    const silent = await dial(server);
    silent.resume();
    await once(silent, "close");
    await vi.waitUntil(() => server.connections === 0);
    expect(server.connections).toBe(0);
  });

  it("refuses a key that does not belong to the certificate", async () => {
    await expect(listen({ tls: { cert: tls.cert, key: "no key" } })).rejects.toThrow(/PEM|DECODER/);
  });
});

describe("addresses", () => {
  it("shows IPv4 peers of a dual-stack socket in dotted form", async () => {
    const onPublish = vi.fn(acceptAll);
    const server = await listen({ host: "::", onPublish });
    const socket = await dial(server);
    await publish(socket);
    expect((socket.address() as AddressInfo).family).toBe("IPv4");
    expect(onPublish.mock.calls[0]?.[0].remoteAddress).toBe("127.0.0.1");
  });
});
