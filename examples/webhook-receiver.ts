/**
 * A server that receives webhooks: those of providers at `/webhooks/mux` and `/webhooks/livepeer`, and the events of a
 * Polycast gateway at `/polycast`. Each is proved before it is believed; a secret that is not set opens nothing.
 *
 *     MUX_WEBHOOK_SECRET=… POLYCAST_WEBHOOK_SECRET=whsec_… node --conditions=@polycast/source examples/webhook-receiver.ts
 *
 * @module
 */
import { createServer, type IncomingMessage } from "node:http";
import { createWebhookReceiver, type EndpointEvent, type Event, verifyStandardWebhook } from "@polycast/core";
import { livepeer } from "@polycast/livepeer";
import { mux } from "@polycast/mux";

const MAX_BODY_BYTES = 1_048_576;
const secrets = [process.env["POLYCAST_WEBHOOK_SECRET"]].filter((secret) => secret !== undefined);

const receiver = createWebhookReceiver({ providers: { mux: mux(), livepeer: livepeer() } })
  .on(["target.live", "target.retrying", "target.failed"], ({ provider, type, targetId }) =>
    console.log(`${provider}: ${type} ${targetId}`),
  )
  .on(["stream.live", "stream.ended"], ({ provider, type, streamId }) =>
    console.log(`${provider}: ${type} ${streamId}`),
  )
  .onError(({ provider, during, error }) => console.error(`${provider ?? "nobody"}: ${during}: ${String(error)}`));

type GatewayEvent = Event | EndpointEvent;

/** The newest `sequence` of each target and stream; in a real service a column beside its state. */
const newest = new Map<string, number>();

/** Verifies, answers, then works: what a gateway sends may come twice and in any order. */
async function receiveEvent(request: Request): Promise<Response> {
  const body = new Uint8Array(await request.arrayBuffer());
  try {
    await verifyStandardWebhook({ headers: request.headers, body }, { secrets });
  } catch (error) {
    console.error(`polycast: ${String(error)}`);
    return new Response(null, { status: 401 });
  }
  const event: GatewayEvent = JSON.parse(new TextDecoder().decode(body));
  if (isNews(event)) console.log(`polycast: ${event.type} ${aboutOf(event)}`);
  return new Response(null, { status: 204 });
}

/** False for what came before, and for what is older than what came before. */
function isNews(event: GatewayEvent): boolean {
  if (!("sequence" in event) || event.sequence === undefined) return true;
  if (event.sequence <= (newest.get(aboutOf(event)) ?? -1)) return false;
  newest.set(aboutOf(event), event.sequence);
  return true;
}

function aboutOf({ data }: GatewayEvent): string {
  if ("target" in data) return data.target.id;
  return "stream" in data ? data.stream.id : data.endpoint.id;
}

const server = createServer((incoming, outgoing) => {
  answer(incoming)
    .then((response) => outgoing.writeHead(response.status).end())
    .catch(() => outgoing.destroy());
});
server.listen(Number(process.env["PORT"] ?? 3000), "127.0.0.1", () => {
  const address = server.address();
  console.log(`Waiting for webhooks at http://127.0.0.1:${typeof address === "object" ? address?.port : address}`);
});

async function answer(incoming: IncomingMessage): Promise<Response> {
  const headers = Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]);
  const url = new URL(incoming.url ?? "/", "http://127.0.0.1");
  if (incoming.method !== "POST") return new Response(null, { status: 405 });
  const request = new Request(url, { method: "POST", headers, body: await readBody(incoming) });
  return url.pathname === "/polycast" ? receiveEvent(request) : receiver.handle(request);
}

async function readBody(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error("too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
