import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { freePort } from "./free-port.ts";
import { wrongCertificate } from "./wrong-certificate.ts";

/** A destination that is broken below RTMP. Those that are broken within it are made by `tinyRtmpSink`. */
export type BadSink = AsyncDisposable & {
  /** Server address with application, to which a stream key can be added. */
  readonly url: `rtmp${"" | "s"}://${string}`;
  /** TCP connections so far. */
  readonly connections: number;
};

/** An address of 127.0.0.1 on which nothing listens. */
export async function refusingUrl(): Promise<`rtmp://${string}`> {
  return `rtmp://127.0.0.1:${await freePort()}/live`;
}

/** Accepts every connection and closes it at once. */
export async function closingSink(): Promise<BadSink> {
  return listen(createServer(), "rtmp", (socket) => socket.end());
}

/** Accepts every connection and never reads a byte of it. */
export async function silentSink(): Promise<BadSink> {
  return listen(createServer({ pauseOnConnect: true }), "rtmp", () => undefined);
}

/** Speaks TLS with a certificate that is neither trusted nor for this host. */
export async function wrongCertificateSink(): Promise<BadSink> {
  return listen(createTlsServer(wrongCertificate), "rtmps", () => undefined);
}

async function listen(
  server: Server,
  scheme: "rtmp" | "rtmps",
  onConnection: (socket: Socket) => void,
): Promise<BadSink> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => socket.destroy()).once("close", () => sockets.delete(socket));
    onConnection(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The sink has no port");
  return {
    url: `${scheme}://127.0.0.1:${address.port}/live`,
    get connections() {
      return connections;
    },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}
