import { once } from "node:events";
import { createServer } from "node:net";
import type { Server, Socket } from "node:net";
import { expect, vi } from "vitest";
import { connectPublisher } from "../client.ts";
import type { PublisherOptions } from "../client-options.ts";
import type { RtmpConnectError } from "../connect-error.ts";
import type { MediaMessage } from "../message.ts";
import { createRtmpServer } from "../server.ts";
import type { RtmpServer, RtmpServerOptions } from "../server.ts";
import { ScriptedPeer } from "./scripted-peer.ts";

/** A key with everything that keys may hold. */
export const KEY = "sk_1234567890?token=abcdefgh/ij";
/** Steps that undo what a test has started. */
export const cleanUp: (() => unknown)[] = [];
/** Undoes what the helpers below started; for `afterEach`. */
export async function cleanUpAll(): Promise<void> {
  await Promise.all(cleanUp.splice(0).map((step) => step()));
}

/** A real server and what it took. */
export async function realServer(options: Partial<RtmpServerOptions> = {}) {
  const media: MediaMessage[] = [];
  const closed = vi.fn<(reason: string) => void>();
  const requests: Parameters<RtmpServerOptions["onPublish"]>[0][] = [];
  const onPublish: RtmpServerOptions["onPublish"] = (request) => {
    requests.push(request);
    return { accept: true, sink: { media: (message) => void media.push(message), closed } };
  };
  const server: RtmpServer = await createRtmpServer({ host: "127.0.0.1", port: 0, onPublish, ...options });
  cleanUp.push(() => server.close());
  return { port: server.port, media, closed, requests };
}

/** A TCP server on a free port; its connections end with the test. */
export async function tcpServer(onSocket: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket.on("error", () => {}));
    onSocket(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  cleanUp.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  return { port: typeof address === "object" && address !== null ? address.port : 0, server };
}

/** An RTMP server that follows a script; the script ends without a word when the client goes first. */
export async function scriptedServer(
  script: (peer: ScriptedPeer, socket: Socket) => unknown,
): Promise<{ port: number }> {
  return tcpServer((socket) => {
    const peer = new ScriptedPeer(socket, "server");
    void Promise.resolve(script(peer, socket)).catch(() => {});
  });
}

/** Options for a client of such a server. */
export function options(port: number, more: Partial<PublisherOptions> = {}): PublisherOptions {
  return { host: "127.0.0.1", port, app: "live", streamName: KEY, tcUrl: `rtmp://127.0.0.1:${port}/live`, ...more };
}

/** A live connection. */
export async function publisher(port: number, more: Partial<PublisherOptions> = {}) {
  const connection = await connectPublisher(options(port, more));
  cleanUp.push(() => connection.destroy());
  return connection;
}

/** How a connection attempt fails; also makes sure that the key is nowhere in it. */
export async function failure(port: number, more: Partial<PublisherOptions> = {}): Promise<RtmpConnectError> {
  const error = await connectPublisher(options(port, more)).then(
    () => expect.unreachable("connected"),
    (reason: RtmpConnectError) => reason,
  );
  expect(JSON.stringify([error, error.message, error.stack])).not.toMatch(/sk_1234|abcdefgh/);
  return error;
}

/** Lets a client connect. */
export async function acceptConnect(peer: ScriptedPeer): Promise<void> {
  await peer.nextCommand("connect");
  peer.command(0, "_result", 1, {}, { level: "status", code: "NetConnection.Connect.Success" });
}

/** Lets a client connect and publish. */
export async function acceptPublish(peer: ScriptedPeer, id = 1): Promise<void> {
  await acceptConnect(peer);
  await peer.nextCommand("createStream");
  peer.command(0, "_result", 4, null, id);
  await peer.nextCommand("publish");
  peer.command(id, "onStatus", 0, null, { level: "status", code: "NetStream.Publish.Start" });
}
