import { isMultistreamError, type WebhookVerificationReason } from "@polycast/core";
import {
  type ProviderWebhooks,
  Secret,
  type VerifiedWebhook,
  type VerifyOptions,
  type WebhookDelivery,
} from "@polycast/core/provider";

/** What is to be thought of a webhook. */
export type Verdict =
  | { kind: "verified"; webhook: VerifiedWebhook }
  /** Signed, but its time is not now. */
  | { kind: "outside_window"; webhook: VerifiedWebhook }
  /** Signed, but it cannot be read. */
  | { kind: "malformed" }
  | { kind: "refused"; reason: WebhookVerificationReason };

/** So many seconds off is from any time; as milliseconds still a number that can be calculated with. */
const ANY_TIME = Number.MAX_SAFE_INTEGER;

/**
 * Verifies a webhook by secrets that we have stored, then by those of the adapter's settings: any may match.
 *
 * @param stored may be none
 * @throws what a faulty adapter throws besides `WebhookVerificationError`
 */
export async function verifyDelivery(
  webhooks: ProviderWebhooks,
  delivery: WebhookDelivery,
  stored: readonly Secret<string>[],
  now: Date,
): Promise<Verdict> {
  const tries: VerifyOptions[] = stored.length > 0 ? [{ secrets: stored, now }, { now }] : [{ now }];
  let refused: WebhookVerificationReason = "no_secret";
  for (const options of tries) {
    const verdict = await verifyBy(webhooks, delivery, options);
    if (verdict.kind !== "refused") return verdict;
    // That the settings hold no secret says nothing while there are stored ones.
    if (verdict.reason !== "no_secret") refused = verdict.reason;
  }
  return { kind: "refused", reason: refused };
}

/** The same for a webhook that was signed once before: whatever its time. */
export async function verifyAnyTime(
  webhooks: ProviderWebhooks,
  delivery: WebhookDelivery,
  stored: readonly Secret<string>[],
): Promise<VerifiedWebhook | undefined> {
  const tries: VerifyOptions[] = stored.length > 0 ? [{ secrets: stored }, {}] : [{}];
  for (const options of tries) {
    const verdict = await verifyBy(webhooks, delivery, { ...options, toleranceSeconds: ANY_TIME });
    if (verdict.kind === "verified") return verdict.webhook;
  }
  return undefined;
}

async function verifyBy(
  webhooks: ProviderWebhooks,
  delivery: WebhookDelivery,
  options: VerifyOptions,
): Promise<Verdict> {
  try {
    return { kind: "verified", webhook: await webhooks.verify(delivery, options) };
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    if (reason === "malformed_body") {
      const proved = webhooks.signed && (await isProved(webhooks, delivery));
      return proved ? { kind: "malformed" } : { kind: "refused", reason };
    }
    if (reason !== "outside_window" || options.toleranceSeconds === ANY_TIME) return { kind: "refused", reason };
    const anyTime = await verifyBy(webhooks, delivery, { ...options, toleranceSeconds: ANY_TIME });
    return anyTime.kind === "verified" ? { kind: "outside_window", webhook: anyTime.webhook } : anyTime;
  }
}

/** An adapter that looks at the body before the signature refuses the body also under a secret that nobody has. */
async function isProved(webhooks: ProviderWebhooks, delivery: WebhookDelivery): Promise<boolean> {
  const secrets = [new Secret(crypto.randomUUID())];
  try {
    await webhooks.verify(delivery, { secrets, toleranceSeconds: ANY_TIME });
    return false;
  } catch (error) {
    const reason = reasonOf(error);
    return reason !== undefined && reason !== "malformed_body";
  }
}

/** By its fields: an adapter may bring a copy of core of its own. */
function reasonOf(error: unknown): WebhookVerificationReason | undefined {
  if (!isMultistreamError(error) || !("reason" in error) || typeof error.reason !== "string") return undefined;
  return error.reason as WebhookVerificationReason;
}
