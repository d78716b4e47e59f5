import {
  assertFresh,
  assertSigned,
  prefixBytes,
  readJsonBody,
  Secret,
  type VerifiedWebhook,
  type VerifyOptions,
  type WebhookDelivery,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { wireEnvelopeSchema } from "../wire/webhook-event.ts";

const provider = "mux";

/**
 * Proves that Mux sent this: `Mux-Signature: t=<seconds>,v1=<hex>`, an HMAC-SHA256 over the time, a dot and the raw
 * body, keyed with the secret as it is written.
 *
 * Stricter than Mux's own library in one point: a time in the future is as wrong as one in the past.
 *
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  delivery: WebhookDelivery,
  secrets: readonly Secret<string>[],
  options: Pick<VerifyOptions, "toleranceSeconds" | "now"> = {},
): Promise<VerifiedWebhook> {
  const { timestamp } = await assertSigned({
    provider,
    header: delivery.headers.get("mux-signature"),
    secrets,
    signedBytes: ({ timestamp }) => prefixBytes(`${timestamp}.`, delivery.body),
  });
  assertFresh(timestamp * 1_000, { ...options, provider });
  const payload = readJsonBody(delivery.body, { provider });
  const envelope = wireEnvelopeSchema.safeParse(payload);
  if (!envelope.success) throw new WebhookVerificationError("malformed_body", { provider });
  const { id, type, created_at } = envelope.data;
  return { eventId: id, type, occurredAt: created_at, payload: new Secret(payload) };
}
