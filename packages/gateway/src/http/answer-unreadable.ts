import { type IncomingMessage, type Server, type ServerResponse, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import type { Log } from "../log/create-log.ts";
import type { HttpError } from "./http-error.ts";
import { toProblem } from "./problem.ts";
import { newRequestId } from "./request-id.ts";
import { securityHeaders } from "./security-headers.ts";
import { noTunnel, unknownExpectation, unreadable } from "./unreadable.ts";

/** How long a refused client has to take its answer before the connection is cut. */
const LINGER_MS = 500;

/** A problem that ends the connection. */
export type LastAnswer = { status: number; headers: Record<string, string>; body: string };

/** Puts an error into an answer behind which nothing can be read any more. */
export function lastAnswer(error: HttpError): LastAnswer {
  const { problem, headers } = toProblem(error, newRequestId());
  const body = JSON.stringify(problem);
  const all = {
    ...securityHeaders,
    ...headers,
    "X-Request-Id": problem.requestId,
    "Content-Type": "application/problem+json",
    "Content-Length": String(Buffer.byteLength(body)),
    Connection: "close",
  };
  return { status: problem.status, headers: all, body };
}

/**
 * Answers what never reaches the app, because the HTTP parser refuses it, like everything else: with a problem. Nothing
 * is written where an earlier request of the connection still waits for its answer, which this one would be taken for.
 *
 * @param log gets one line each, at `debug`: anyone can send such requests in any number
 */
export function answerUnreadable(server: Server, log?: Log): void {
  const running = new WeakMap<Duplex, Set<ServerResponse>>();
  const refused = new WeakSet<Duplex>();

  const follow = ({ socket }: IncomingMessage, outgoing: ServerResponse): void => {
    const all = running.get(socket) ?? new Set();
    running.set(socket, all.add(outgoing));
    outgoing.once("close", () => all.delete(outgoing));
  };

  const refuse = (socket: Duplex, error: HttpError, reason: unknown): void => {
    // The parser complains again about every byte that follows.
    if (refused.has(socket)) return;
    refused.add(socket);
    socket.on("error", () => {});
    const answerable = socket.writable && mayAnswer(running.get(socket));
    log?.debug({ status: error.status, reason, answered: answerable }, "request refused");
    if (!answerable) return void socket.destroy();
    const cut = setTimeout(() => socket.destroy(), LINGER_MS);
    socket.once("close", () => clearTimeout(cut));
    socket.end(toBytes(lastAnswer(error)));
  };

  server.on("request", follow);
  server.on("clientError", (error: Error, socket) => {
    refuse(socket, unreadable(error), "code" in error ? error.code : error.name);
  });
  server.on("connect", (_request, socket) => refuse(socket, noTunnel(), "CONNECT"));
  server.on("checkExpectation", (_request, outgoing) => {
    log?.debug({ status: 417, reason: "Expect" }, "request refused");
    send(outgoing, unknownExpectation());
  });
}

/** Answers with an error and ends the connection behind it. */
export function send(outgoing: ServerResponse, error: HttpError): void {
  const { status, headers, body } = lastAnswer(error);
  outgoing.writeHead(status, headers).end(body);
}

/** Only while nothing is under way but the one request that could not be read to its end. */
function mayAnswer(running: ReadonlySet<ServerResponse> = new Set()): boolean {
  const [first, second] = running;
  return second === undefined && (first === undefined || !(first.headersSent || first.req.complete));
}

function toBytes({ status, headers, body }: LastAnswer): string {
  const fields = Object.entries({ ...headers, Date: new Date().toUTCString() });
  const head = fields.map(([name, value]) => `${name}: ${value}\r\n`).join("");
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\n${head}\r\n${body}`;
}
