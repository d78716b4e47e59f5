import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { WebhookDelivery } from "@polycast/core/provider";

/** An endpoint on this machine that keeps what is sent to it, as it came. */
export type WebhookListener = AsyncDisposable & {
  readonly url: string;
  /** What has come since the last time. */
  take(): WebhookDelivery[];
};

/** Listens at a free port. */
export async function webhookListener(): Promise<WebhookListener> {
  const waiting: WebhookDelivery[] = [];
  const server = createServer((request, response) => {
    read(request).then(
      (delivery) => {
        waiting.push(delivery);
        response.writeHead(204).end();
      },
      () => response.destroy(),
    );
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The listener has no port.");
  const url = `http://127.0.0.1:${address.port}/polycast`;

  async function read(request: IncomingMessage): Promise<WebhookDelivery> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const headers = Object.entries(request.headers).filter(([, value]) => typeof value === "string");
    return { url, headers: new Headers(headers as [string, string][]), body: new Uint8Array(Buffer.concat(chunks)) };
  }

  return {
    url,
    take: () => waiting.splice(0),
    [Symbol.asyncDispose]: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
