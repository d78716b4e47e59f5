import { once } from "node:events";
import { createServer } from "node:net";
import type { Socket } from "node:net";
import { createSecureContext, TLSSocket } from "node:tls";
import { Admission, plainAddress } from "./admission.ts";
import type { Ticket } from "./admission.ts";
import { ServerSession } from "./server-session.ts";
import type { SessionHooks } from "./server-session.ts";
import { DEFAULT_SERVER_LIMITS } from "./server-types.ts";
import type { FailureContext, OnPublish, RtmpServerLimits } from "./server-types.ts";

/** Settings of {@link createRtmpServer}. */
export type RtmpServerOptions = {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** PEM certificate chain and private key; with them the port speaks RTMPS only (TLS 1.2 or newer). */
  tls?: { cert: string; key: string };
  limits?: Partial<RtmpServerLimits>;
  onPublish: OnPublish;
  /** Told about a connection that is closed at once, because there are too many. Many may come: be brief. */
  onTurnedAway?: (remoteAddress: string) => void;
  /** Told about misbehaving peers and failing callbacks. Nothing has to be done about them. */
  onError?: (error: Error, context: FailureContext) => void;
};

/** A running server. */
export type RtmpServer = {
  readonly port: number;
  /** Open connections, publishing or not. */
  readonly connections: number;
  /** Stops listening, ends every publication as `server_closed`, and waits for the sockets to close. */
  close(): Promise<void>;
};

/**
 * Starts an RTMP or RTMPS server for publishers.
 *
 * @throws the listen error, for instance with code `EADDRINUSE`, or that of a bad certificate.
 */
export async function createRtmpServer(options: RtmpServerOptions): Promise<RtmpServer> {
  const limits = { ...DEFAULT_SERVER_LIMITS, ...options.limits };
  const admission = new Admission(limits.maxConnections, limits.maxPendingPerAddress);
  const sessions = new Set<ServerSession>();
  const report = options.onError ?? (() => {});
  const secureContext = options.tls && createSecureContext({ ...options.tls, minVersion: "TLSv1.2" });

  const forget = async (session: ServerSession, ticket: Ticket): Promise<void> => {
    await session.closed;
    ticket.released();
    sessions.delete(session);
  };
  const accept = (socket: Socket): void => {
    const remoteAddress = plainAddress(socket.remoteAddress ?? "");
    const ticket = admission.admit(remoteAddress);
    if (ticket === undefined) {
      options.onTurnedAway?.(remoteAddress);
      socket.destroy();
      return;
    }
    const hooks: SessionHooks = {
      onPublish: options.onPublish,
      published: ticket.published,
      failed: report,
    };
    const stream = secureContext ? new TLSSocket(socket, { isServer: true, secureContext }) : socket;
    const peer = { remoteAddress, secure: secureContext !== undefined };
    const session = new ServerSession(stream, peer, limits, hooks);
    sessions.add(session);
    void forget(session, ticket);
  };

  const server = createServer({ noDelay: true, keepAlive: true }, accept);
  server.listen(options.port, options.host);
  await once(server, "listening");
  server.on("error", (error) => report(error, { publishing: false }));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;

  const shutDown = async (): Promise<void> => {
    const closed = once(server, "close");
    server.close();
    const over = [...sessions].map((session) => session.closed);
    for (const session of sessions) session.disconnect("server_closed");
    await Promise.all([closed, ...over]);
  };
  let closing: Promise<void> | undefined;
  return {
    port,
    get connections() {
      return admission.open;
    },
    close: () => (closing ??= shutDown()),
  };
}
