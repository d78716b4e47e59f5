import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";

/** A request that arrived, as it came over the wire. */
export type Arrival = { headers: Record<string, string>; body: string };

/** An HTTP server that takes webhooks. */
export type WebhookReceiver = AsyncDisposable & {
  readonly url: string;
  /** Takes away what arrived and waits for more until there are `count`. Rejects after 10 s. */
  take(count: number): Promise<Arrival[]>;
};

const PATIENCE_MS = 10_000;

/** Answers every request with 204 and keeps it. */
export async function openWebhookReceiver(): Promise<WebhookReceiver> {
  const arrived: Arrival[] = [];
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)] as const);
      arrived.push({ headers: Object.fromEntries(headers), body: Buffer.concat(chunks).toString("utf8") });
      response.writeHead(204).end();
      arrivals.emit("arrival");
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The receiver has no port.");
  return {
    url: `http://127.0.0.1:${address.port}/webhooks`,
    async take(count) {
      const late = AbortSignal.timeout(PATIENCE_MS);
      while (arrived.length < count) {
        await once(arrivals, "arrival", { signal: late }).catch((cause: unknown) => {
          throw new Error(`${arrived.length} of ${count} webhooks came.`, { cause });
        });
      }
      return arrived.splice(0);
    },
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
