import { createServer } from "node:http";
import { getRequestListener } from "@hono/node-server";
import { CONTROL_PATH, createControlDoor } from "./control/control-door.ts";
import type { Simulator } from "./kernel/types.ts";

/** A simulator that is reachable by HTTP. */
export type ServedSimulator = {
  /** Stands for the provider's API, e.g. `http://127.0.0.1:4010`. */
  url: string;
  /** Answers with what can be done to the simulator. */
  controlUrl: string;
  /** Stops at once; open requests are cut. */
  close(): Promise<void>;
};

/**
 * Serves a simulator's API at `/` and its control door at `/_simulator`, on this machine only.
 *
 * @param options `port`: default 0, any free one; `host`: a loopback address, default `127.0.0.1`
 * @throws Error when the port is taken or the address is not a loopback one
 */
export async function serveSimulator(
  simulator: Simulator,
  options: { port?: number; host?: string } = {},
): Promise<ServedSimulator> {
  const { port = 0, host = "127.0.0.1" } = options;
  if (!["127.0.0.1", "::1", "localhost"].includes(host)) {
    throw new Error(`A simulator is served on this machine only: 127.0.0.1, ::1 or localhost, not ${host}.`);
  }
  const door = createControlDoor(simulator);
  const answer = (received: Request): Response | Promise<Response> => {
    const request = plainRequest(received);
    const { pathname } = new URL(request.url);
    const isControl = pathname === CONTROL_PATH || pathname.startsWith(`${CONTROL_PATH}/`);
    return isControl ? door.fetch(request) : simulator.fetch(request);
  };
  const listener = getRequestListener(answer, { overrideGlobalObjects: false });
  const server = createServer((request, response) => void listener(request, response));
  await new Promise<void>((done, fail) => {
    server.once("error", (error) => fail(isTaken(error) ? new Error(takenMessage(port), { cause: error }) : error));
    server.listen(port, host, done);
  });
  const address = server.address();
  const bound = typeof address === "object" && address ? address.port : port;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${bound}`;
  return {
    url,
    controlUrl: `${url}${CONTROL_PATH}`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

/** The server hands out requests that only look like the platform's: the platform's own cannot be made from them, nor say that there is no body. */
function plainRequest({ url, method, headers, body, signal }: Request): Request {
  const hasBody = headers.has("transfer-encoding") || Number(headers.get("content-length") ?? 0) !== 0;
  return new Request(url, { method, headers, signal, ...(hasBody && { body, duplex: "half" }) });
}

function isTaken(error: Error): boolean {
  return "code" in error && error.code === "EADDRINUSE";
}

function takenMessage(port: number): string {
  return `Port ${port} is taken by another program. Choose another port, or 0 for any free one.`;
}
