import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** One delivery as it came in. */
export type Received = { id: string; path: string; headers: Headers; body: Uint8Array };

/** What a delivery is answered with; `hang`: never. */
export type Answer = { status: number; headers?: Record<string, string>; body?: string } | "hang";

/** An endpoint on loopback. */
export type Receiver = {
  url: string;
  /** All that came, oldest first. */
  received: Received[];
  /** What comes from now on is answered with; at first 200. */
  answers(answer: Answer): void;
  /** Ends the answers that hang. */
  release(status: number): void;
};

/** Opens one; it is closed with the test. */
export async function openReceiver(): Promise<Receiver> {
  const received: Received[] = [];
  const hanging: ServerResponse[] = [];
  let current: Answer = { status: 200 };

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
    const id = headers.get("webhook-id") ?? "";
    received.push({ id, path: request.url ?? "", headers, body: new Uint8Array(Buffer.concat(chunks)) });
    if (current === "hang") hanging.push(response);
    else response.writeHead(current.status, current.headers).end(current.body);
  };

  const server = createServer((request, response) => {
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    answers: (answer) => {
      current = answer;
    },
    release: (status) => {
      for (const response of hanging.splice(0)) response.writeHead(status).end();
    },
  };
}
