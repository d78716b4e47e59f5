import { createServer, type Server } from "node:http";
import { Server as TcpServer } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { MultistreamError } from "@polycast/core";
import type { Log } from "../log/create-log.ts";
import { answerUnreadable, lastAnswer, send } from "./answer-unreadable.ts";
import type { App } from "./app.ts";
import { createStoppable, type Stoppable } from "./stoppable.ts";
import { unreadable, withoutHost } from "./unreadable.ts";

/** Longer than the usual 60 s of a load balancer, so that it is never this side that closes under a request. */
const KEEP_ALIVE_MS = 65_000;
/** For the headers of a request, and for the whole of it; answers may take as long as they like. */
const HEADERS_MS = 15_000;
const REQUEST_MS = 30_000;
/** How often a closing server looks for connections that have fallen idle. */
const SWEEP_MS = 20;
/** How long it leaves connections open that are idle: a request may be on its way. */
const LINGER_MS = 250;
/** How long clients have to take the answers to what was cut short. */
const CUT_MS = 500;

/** A server that listens. */
export type HttpServer = {
  /** The port that it listens on. */
  port: number;
  /**
   * Takes no more connections, ends each with its next answer, lets running requests finish within `graceMs`, then
   * answers what is left with 503.
   */
  close(graceMs: number): Promise<void>;
};

export type ListenOptions = {
  host: string;
  port: number;
  /** Gets a line at `debug` for each request that could not be read. Default: none. */
  log?: Log;
};

/**
 * Serves an app on an address. A port of 0 takes any free one.
 *
 * @throws MultistreamError `conflict` when the port is taken, `invalid_argument` when it cannot be opened; both name
 * the setting.
 */
export async function listen(app: App, { host, port, log }: ListenOptions): Promise<HttpServer> {
  const stoppable = createStoppable(app, log);
  const answer = getRequestListener((request, env) => stoppable.fetch(request, env), { errorHandler: unusable });
  // Node would answer a missing host by itself, without a body.
  const server = createServer({
    keepAliveTimeout: KEEP_ALIVE_MS,
    headersTimeout: HEADERS_MS,
    requestTimeout: REQUEST_MS,
    requireHostHeader: false,
  });
  answerUnreadable(server, log);
  server.on("request", (incoming, outgoing) => {
    if (incoming.headers.host === undefined) send(outgoing, withoutHost());
    else void answer(incoming, outgoing);
  });
  // A body is asked for when it is wanted, not before.
  server.on("checkContinue", (incoming, outgoing) => void server.emit("request", incoming, outgoing));
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) => reject(cannotListen(error, host, port)));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: (graceMs) => close(server, stoppable, graceMs),
  };
}

async function close(server: Server, stoppable: Stoppable, graceMs: number): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  stoppable.stop();
  // The HTTP server's own would cut idle connections at once, under the requests that are on their way.
  TcpServer.prototype.close.call(server, () => resolve());
  let sweep: NodeJS.Timeout | undefined;
  const linger = setTimeout(
    () => {
      server.close();
      // A connection that was busy stays open for its client's next request unless it is closed when it falls idle.
      sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    },
    Math.min(LINGER_MS, graceMs),
  );
  let cut: NodeJS.Timeout | undefined;
  const limit = setTimeout(() => {
    stoppable.cutShort();
    cut = setTimeout(() => server.closeAllConnections(), Math.min(CUT_MS, graceMs));
  }, graceMs);
  await closed;
  for (const timer of [linger, sweep, limit, cut]) clearTimeout(timer);
  // Ends what it checks its connections by.
  server.close();
}

/** A target or a host that is none; it never reaches the app. */
function unusable(): Response {
  const { status, headers, body } = lastAnswer(unreadable(undefined));
  return new Response(body, { status, headers });
}

function cannotListen(error: Error, host: string, port: number): MultistreamError {
  const code = "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return new MultistreamError("conflict", `Port ${port} of ${host} is in use by another program.`, {
      hint: "Stop that program, or set POLYCAST_HTTP_PORT (--http-port) to another port; 0 takes any free one.",
      cause: error,
    });
  }
  const hint =
    code === "EACCES"
      ? "Set POLYCAST_HTTP_PORT (--http-port) to a port from 1024 on: lower ones need privileges."
      : "Set POLYCAST_HOST (--host) to an address of this machine.";
  return new MultistreamError("invalid_argument", `Port ${port} of ${host} cannot be opened.`, { hint, cause: error });
}
