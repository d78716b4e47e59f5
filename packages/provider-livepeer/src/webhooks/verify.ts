import {
  assertFresh,
  assertSigned,
  readJsonBody,
  Secret,
  timestampOf,
  type VerifiedWebhook,
  type VerifyOptions,
  type WebhookDelivery,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { envelopeSchema } from "../wire/webhook.ts";

/**
 * Proves a webhook of Livepeer. What is signed is the body alone: the time in the header proves nothing by itself, so
 * it must be the one in the body, and the body's is what has to lie in the window.
 *
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  delivery: WebhookDelivery,
  secrets: readonly Secret<string>[],
  options: Pick<VerifyOptions, "toleranceSeconds" | "now"> = {},
): Promise<VerifiedWebhook> {
  const { timestamp } = await assertSigned({
    provider: "livepeer",
    header: delivery.headers.get("livepeer-signature"),
    secrets,
    signedBytes: () => delivery.body,
  });
  const payload = readJsonBody(delivery.body, { provider: "livepeer" });
  const envelope = envelopeSchema.safeParse(payload);
  const occurredAt = envelope.success && timestampOf(envelope.data.createdAt);
  if (!occurredAt) throw new WebhookVerificationError("malformed_body", { provider: "livepeer" });
  const { id, webhookId, event } = envelope.data;
  if (timestamp !== envelope.data.timestamp) {
    throw new WebhookVerificationError("malformed_signature", {
      provider: "livepeer",
      hint: "The time in the header is not the one in the signed body: somebody has changed it on the way.",
    });
  }
  assertFresh(envelope.data.timestamp, { ...options, provider: "livepeer" });
  return {
    // One event goes to every webhook of the account under the same id.
    eventId: `${id}:${webhookId}`,
    type: event,
    occurredAt,
    payload: new Secret(payload),
  };
}
