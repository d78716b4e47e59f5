import {
  assertFresh,
  assertSigned,
  readJsonBody,
  Secret,
  type VerifiedWebhook,
  type VerifyOptions,
  type WebhookDelivery,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { PROVIDER } from "../provider-name.ts";
import { envelopeSchema } from "../wire/webhook.ts";

/**
 * Proves a webhook of Livepeer. What is signed is the body alone: the time in the header proves nothing by itself, so
 * it must be the one in the body, and the body's is what has to lie in the window.
 *
 * @param secrets of the adapter's settings, used where the options name none
 * @throws WebhookVerificationError
 */
export async function verify(
  delivery: WebhookDelivery,
  secrets: () => readonly Secret<string>[],
  options: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  const { timestamp } = await assertSigned({
    provider: PROVIDER,
    header: delivery.headers.get("livepeer-signature"),
    secrets: options.secrets ?? secrets(),
    signedBytes: () => delivery.body,
  });
  const payload = readJsonBody(delivery.body, { provider: PROVIDER });
  const envelope = envelopeSchema.safeParse(payload);
  if (!envelope.success) throw new WebhookVerificationError("malformed_body", { provider: PROVIDER });
  const { id, webhookId, createdAt, event } = envelope.data;
  if (timestamp !== envelope.data.timestamp) {
    throw new WebhookVerificationError("malformed_signature", {
      provider: PROVIDER,
      hint: "The time in the header is not the one in the signed body: somebody has changed it on the way.",
    });
  }
  assertFresh(envelope.data.timestamp, { ...options, provider: PROVIDER });
  return {
    // One event goes to every webhook of the account under the same id.
    eventId: `${id}:${webhookId}`,
    type: event,
    occurredAt: timeOf(createdAt),
    payload: new Secret(payload),
  };
}

function timeOf(ms: number): string {
  const date = new Date(ms);
  if (Number.isNaN(date.getTime())) throw new WebhookVerificationError("malformed_body", { provider: PROVIDER });
  return date.toISOString();
}
