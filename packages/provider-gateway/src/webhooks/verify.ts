import {
  isMultistreamError,
  readJsonBody,
  Secret,
  type VerifiedWebhook,
  type VerifyOptions,
  verifyStandardWebhook,
  type WebhookDelivery,
  WebhookVerificationError,
} from "@polycast/core/provider";
import { PROVIDER } from "../settings.ts";
import { wireAnyEvent } from "../wire/event.ts";

/**
 * Proves that a gateway sent this, by Standard Webhooks 1.0. A secret that is none matches nothing.
 *
 * @throws WebhookVerificationError
 */
export async function verifyWebhook(
  delivery: WebhookDelivery,
  secrets: readonly Secret<string>[],
  options: Pick<VerifyOptions, "toleranceSeconds" | "now"> = {},
): Promise<VerifiedWebhook> {
  await assertSent(delivery, secrets, options);
  const payload = readJsonBody(delivery.body, { provider: PROVIDER });
  const event = wireAnyEvent.safeParse(payload);
  if (!event.success) throw new WebhookVerificationError("malformed_body", { provider: PROVIDER });
  const { id, type, occurredAt } = event.data;
  return { eventId: id, type, occurredAt, payload: new Secret(payload) };
}

/** One secret after the other: the standard's own check gives up at the first that is none. */
async function assertSent(
  delivery: WebhookDelivery,
  secrets: readonly Secret<string>[],
  options: Pick<VerifyOptions, "toleranceSeconds" | "now">,
): Promise<void> {
  let refusal = new WebhookVerificationError(secrets.length === 0 ? "no_secret" : "wrong_signature", {
    provider: PROVIDER,
  });
  for (const secret of secrets) {
    try {
      await verifyStandardWebhook(delivery, { ...options, secrets: [secret], provider: PROVIDER });
      return;
    } catch (error) {
      if (error instanceof WebhookVerificationError) {
        // The signature was right: no other secret would say more.
        if (error.reason === "outside_window") throw error;
        refusal = error;
      } else if (!isMultistreamError(error, "invalid_argument")) throw error;
    }
  }
  throw refusal;
}
