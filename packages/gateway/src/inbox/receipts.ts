import {
  isMultistreamError,
  MultistreamError,
  WebhookVerificationError,
  type WebhookVerificationReason,
} from "@polycast/core";
import type { ProviderWebhooks } from "@polycast/core/provider";
import type { Receipt } from "./inbox.ts";

const later = { retryAfterMs: 5000, hint: "Send it again: what is not acknowledged is not stored." };

/** The answer to a webhook whose sender is not proved, or that cannot be read. */
export function refused(provider: string, webhooks: ProviderWebhooks, reason: WebhookVerificationReason): Receipt {
  if (reason === "no_secret") {
    const hint = `Give the adapter the endpoint's signing secret, or run \`polycast webhooks connect ${provider}\`.`;
    return { status: 503, error: new WebhookVerificationError(reason, { provider, hint }) };
  }
  const error = new WebhookVerificationError(reason, { provider });
  if (!webhooks.signed && reason === "malformed_body") return { status: 400, error };
  // One that does not repeat what is refused would lose what it sends while a secret is being changed.
  return { status: webhooks.retriesRefused ? 401 : 503, error };
}

/** The answer to one that is not in the store. */
export function notStored(error: unknown): Receipt {
  const known = isMultistreamError(error) && error.retryable;
  return {
    status: 503,
    error: known ? error : new MultistreamError("provider_unavailable", "It could not be stored.", later),
  };
}

/** There is no room for another one. */
export function overloaded(): MultistreamError {
  return new MultistreamError("provider_unavailable", "Too many webhooks are waiting.", later);
}

/** Not started, or about to end. */
export function closing(): MultistreamError {
  return new MultistreamError("provider_unavailable", "The gateway is closing.", later);
}

/** There is nobody to take it. */
export function noReceiver(): MultistreamError {
  return new MultistreamError("not_found", "No provider of this name sends webhooks here.", {
    hint: "The path is `/webhooks/<instance>`, with the name of an instance in the config.",
  });
}
