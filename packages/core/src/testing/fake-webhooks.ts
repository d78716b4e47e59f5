import * as z from "zod";
import type { Observation } from "../contract/observation.ts";
import type { ProviderWebhooks, Translation, VerifiedWebhook, WebhookDelivery } from "../contract/webhooks.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { timestampSchema } from "../model/common.ts";
import { streamStatusSchema } from "../model/stream.ts";
import { targetStatusSchema } from "../model/target-status.ts";
import { Secret } from "../redaction/secret.ts";
import { assertFresh } from "../webhooks/assert-fresh.ts";
import { assertSigned } from "../webhooks/assert-signed.ts";
import { prefixBytes, toHex } from "../webhooks/bytes.ts";
import { hmacSha256 } from "../webhooks/hmac-sha256.ts";
import { readJsonBody } from "../webhooks/read-json-body.ts";

const HEADER = "fake-signature";
const URL_OF_RECEIVER = "https://app.example/webhooks/fake";

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
  const signature = toHex(await hmacSha256(secret.reveal(), prefixBytes(`${seconds}.`, body)));
  return { url: URL_OF_RECEIVER, headers: new Headers({ [HEADER]: `t=${seconds},v1=${signature}` }), body };
}

/** Verifies and reads what `fakeDelivery` makes. */
export function fakeWebhooks(provider: string, secret: Secret<string>, now: () => number): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: true,
    verify: async ({ headers, body }, options = {}) => {
      const { timestamp } = await assertSigned({
        provider,
        header: headers.get(HEADER),
        secrets: options.secrets ?? [secret],
        signedBytes: ({ timestamp }) => prefixBytes(`${timestamp}.`, body),
      });
      assertFresh(timestamp * 1000, { now: new Date(now()), ...options, provider });
      const event = eventSchema.safeParse(readJsonBody(body, { provider }));
      if (!event.success) throw new WebhookVerificationError("malformed_body", { provider });
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
