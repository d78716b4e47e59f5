/*
 * A webhook receiver by hand, to compare with: node:http, node:crypto, JSON.parse, zod, and Mux's own translation. No
 * framework, no routing, no log, no store.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import { Secret, type VerifiedWebhook } from "@polycast/core/provider";
import { mux } from "@polycast/mux";
import * as z from "zod";
import { MUX_PATH, MUX_SECRET } from "./mux-webhooks.ts";

const envelopeSchema = z.object({ id: z.string().min(1), type: z.string().min(1), created_at: z.iso.datetime() });
const MAX_BYTES = 1024 * 1024;
const TOLERANCE_S = 300;
const ANSWER = '{"received":true}';
const adapter = mux({ tokenId: "id", tokenSecret: "secret", webhookSecrets: [MUX_SECRET] });

const server = createServer((request, response) => {
  const answer = (status: number): void => {
    response.writeHead(status, { "content-type": "application/json", "content-length": ANSWER.length }).end(ANSWER);
  };
  if (request.method !== "POST" || request.url !== MUX_PATH) return answer(404);
  read(request).then(
    (body) => {
      const webhook = verify(String(request.headers["mux-signature"]), body);
      if (webhook === undefined) return answer(401);
      answer((adapter.webhooks?.translate(webhook).observations.length ?? 0) > 0 ? 200 : 400);
    },
    () => answer(413),
  );
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening ${typeof address === "object" ? address?.port : ""}`);
});

async function read(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > MAX_BYTES) throw new RangeError("Too large");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

function verify(header: string, body: Buffer): VerifiedWebhook | undefined {
  const [, seconds = "", sent = ""] = /^t=(\d+),v1=([\da-f]{64})$/u.exec(header) ?? [];
  const right = createHmac("sha256", MUX_SECRET).update(`${seconds}.`).update(body).digest();
  const given = Buffer.from(sent, "hex");
  if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined;
  if (Math.abs(Date.now() / 1000 - Number(seconds)) > TOLERANCE_S) return undefined;
  const payload: unknown = JSON.parse(body.toString("utf8"));
  const envelope = envelopeSchema.safeParse(payload);
  if (!envelope.success) return undefined;
  const { id, type, created_at } = envelope.data;
  return { eventId: id, type, occurredAt: created_at, payload: new Secret(payload) };
}
