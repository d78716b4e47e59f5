import { z } from "zod";
import type { Observation } from "../contract/observation.ts";
import type { ProviderWebhooks, Translation, VerifiedWebhook, WebhookDelivery } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { timestampSchema } from "../model/common.ts";
import { streamStatusSchema } from "../model/stream.ts";
import { targetStatusSchema } from "../model/target-status.ts";
import { Secret } from "../redaction/secret.ts";

const HEADER = "fake-signature";
const URL_OF_RECEIVER = "https://app.example/webhooks/fake";
const TOLERANCE_SECONDS = 300;

/** The webhook that tells an observation, signed as Stripe and Mux do: `t=<seconds>,v1=<HMAC-SHA256 of t.body>`. */
export async function fakeDelivery(
  observation: Observation,
  secret: Secret<string>,
  now: number,
): Promise<WebhookDelivery> {
  const { kind, sequence, occurredAt } = observation;
  const event = { id: `event-${sequence}`, type: `${kind}.changed`, at: occurredAt, data: observation };
  const body = new TextEncoder().encode(JSON.stringify(event));
  const seconds = String(Math.floor(now / 1000));
  const signature = hex(await hmac(secret.reveal(), seconds, body));
  return { url: URL_OF_RECEIVER, headers: new Headers({ [HEADER]: `t=${seconds},v1=${signature}` }), body };
}

/** Verifies and reads what `fakeDelivery` makes. */
export function fakeWebhooks(provider: string, secret: Secret<string>, now: () => number): ProviderWebhooks {
  const refuse = (message: string): never => {
    throw new MultistreamError("unauthenticated", message, { provider, hint: "Check the signing secret." });
  };
  return {
    signed: true,
    verify: async ({ headers, body }, options = {}) => {
      const parts = /^t=(\d{1,12}),v1=([0-9a-f]{64})$/u.exec(headers.get(HEADER) ?? "");
      const [, seconds = "", signature = ""] = parts ?? [];
      if (!parts) refuse("The webhook is not signed.");
      const age = (options.now?.getTime() ?? now()) / 1000 - Number(seconds);
      if (Math.abs(age) > (options.toleranceSeconds ?? TOLERANCE_SECONDS)) refuse("The webhook is of another time.");
      const keys = options.secrets ?? [secret];
      const known = await Promise.all(keys.map((key) => isSigned(key.reveal(), seconds, body, signature)));
      if (!known.includes(true)) refuse("The webhook's signature does not fit.");
      const event = eventSchema.safeParse(parse(new TextDecoder().decode(body)));
      if (!event.success) return refuse("The webhook cannot be read.");
      const { id, type, at, data } = event.data;
      return { eventId: id, type, occurredAt: at, payload: new Secret<unknown>(data) };
    },
    translate,
  };
}

function translate({ type, payload }: VerifiedWebhook): Translation {
  const data = payload.reveal();
  const stream = type === "stream.changed" ? streamDataSchema.safeParse(data) : undefined;
  if (stream?.success) return { observations: [stream.data] };
  const target = type === "target.changed" ? targetDataSchema.safeParse(data) : undefined;
  return { observations: target?.success ? [target.data] : [] };
}

const eventSchema = z.object({ id: z.string(), type: z.string(), at: timestampSchema, data: z.unknown() });
const seen = { streamId: z.string(), sequence: z.number(), occurredAt: timestampSchema };
const byWebhook = { source: z.string().transform(() => "webhook" as const) };
const streamDataSchema = z
  .object({
    ...seen,
    kind: z.literal("stream"),
    status: streamStatusSchema.extend(byWebhook),
    session: z.object({ id: z.string(), startedAt: timestampSchema }).optional(),
    ended: z.boolean().optional(),
  })
  .transform(({ session, ended, ...rest }) => ({
    ...rest,
    ...(session && { session }),
    ...(ended !== undefined && { ended }),
  }));
const targetDataSchema = z
  .object({
    ...seen,
    kind: z.literal("target"),
    targetId: z.string(),
    status: targetStatusSchema.extend(byWebhook),
    sessionId: z.string().optional(),
  })
  .transform(({ sessionId, ...rest }) => ({ ...rest, ...(sessionId !== undefined && { sessionId }) }));

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const algorithm = { name: "HMAC", hash: "SHA-256" };

async function keyOf(secret: string): Promise<CryptoKey> {
  return crypto.subtle.importKey("raw", new TextEncoder().encode(secret), algorithm, false, ["sign", "verify"]);
}

async function hmac(secret: string, seconds: string, body: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.sign("HMAC", await keyOf(secret), signed(seconds, body)));
}

/** `verify` compares in constant time. */
async function isSigned(secret: string, seconds: string, body: Uint8Array, signature: string): Promise<boolean> {
  const bytes = new Uint8Array(signature.match(/../gu)?.map((pair) => Number.parseInt(pair, 16)) ?? []);
  return crypto.subtle.verify("HMAC", await keyOf(secret), bytes, signed(seconds, body));
}

function signed(seconds: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const time = new TextEncoder().encode(`${seconds}.`);
  const whole = new Uint8Array(time.length + body.length);
  whole.set(time);
  whole.set(body, time.length);
  return whole;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
