import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/** One delivery as it came in. */
export type Received = {
  /** The event's id, from the header. */
  id: string;
  body: string;
  /** Milliseconds since 1970, with fractions, when the request was complete. */
  at: number;
  /** Did the signature hold, over exactly these bytes and with a time that is now? */
  genuine: boolean;
  /** What it was answered with; 0: with nothing. */
  status: number;
};

/** How an endpoint answers; by default 200 at once. */
export type Answer = { status: number; headers?: Record<string, string>; afterMs?: number } | "hang";

/** An endpoint for webhooks on loopback that writes down what comes. */
export type WebhookSubscriber = AsyncDisposable & {
  readonly url: string;
  /** Everything that came, oldest first. */
  readonly received: readonly Received[];
  /** The ids of all events that came with a good signature and were answered with 2xx. */
  accepted(): ReadonlySet<string>;
  /** The most deliveries that were under way at once. */
  peak(): number;
  /** What it proves senders by: one secret or several; before the first is set, no delivery counts as genuine. */
  trust(...secrets: string[]): void;
};

const TOLERANCE_S = 300;
const nowMs = (): number => performance.timeOrigin + performance.now();

/**
 * Listens on 127.0.0.1 at a port that the system chooses.
 *
 * @param answer what a delivery of this event is answered with; `attempt` counts its deliveries from 1
 */
export async function webhookSubscriber(
  answer: (id: string, attempt: number) => Answer = () => ({ status: 200 }),
): Promise<WebhookSubscriber> {
  const received: Received[] = [];
  const attempts = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  let secrets: Buffer[] = [];
  let underWay = 0;
  let peak = 0;

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    peak = Math.max(peak, (underWay += 1));
    response.once("close", () => (underWay -= 1));
    const body = await readBody(request);
    const id = header(request, "webhook-id");
    const attempt = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, attempt);
    const reply = answer(id, attempt);
    const status = reply === "hang" ? 0 : reply.status;
    received.push({ id, body, at: nowMs(), genuine: isGenuine(request, id, body, secrets), status });
    if (reply === "hang") return;
    const send = (): void => void response.writeHead(reply.status, reply.headers).end();
    if (reply.afterMs === undefined) return send();
    const timer = setTimeout(() => {
      timers.delete(timer);
      send();
    }, reply.afterMs);
    timers.add(timer);
  };

  const server = createServer((request, response) => {
    // A sender that hung up or was killed is no delivery.
    take(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The endpoint has no port");
  return {
    url: `http://127.0.0.1:${address.port}/hook`,
    received,
    accepted: () =>
      new Set(received.filter(({ genuine, status }) => genuine && status >= 200 && status < 300).map(({ id }) => id)),
    peak: () => peak,
    trust: (...known) => {
      secrets = known.map((secret) => Buffer.from(secret.replace(/^whsec_/u, ""), "base64"));
    },
    [Symbol.asyncDispose]: async () => {
      for (const timer of timers) clearTimeout(timer);
      server.close();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

/** Standard Webhooks 1.0, written from its text: `v1,` and base64 of an HMAC-SHA256 over `id.seconds.body`. */
function isGenuine(request: IncomingMessage, id: string, body: string, secrets: readonly Buffer[]): boolean {
  const seconds = header(request, "webhook-timestamp");
  const sent = header(request, "webhook-signature").split(" ");
  if (Math.abs(Number(seconds) - nowMs() / 1000) > TOLERANCE_S) return false;
  return secrets.some((secret) => {
    const right = `v1,${createHmac("sha256", secret).update(`${id}.${seconds}.${body}`).digest("base64")}`;
    return sent.some(
      (signature) => signature.length === right.length && timingSafeEqual(Buffer.from(signature), Buffer.from(right)),
    );
  });
}

function header(request: IncomingMessage, name: string): string {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
