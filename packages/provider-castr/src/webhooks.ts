import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import { translateWebhook } from "./webhooks/translate.ts";
import { verifyWebhook } from "./webhooks/verify.ts";

/**
 * Castr's webhooks: unsigned hints that a stream has started or ended, set up by hand in the dashboard's Alerts tab,
 * one URL per stream (https://docs.castr.com/articles/7831580). The API's own endpoints for them are not described, so
 * there is no `register`.
 */
export function createWebhooks(tokens: readonly string[]): ProviderWebhooks {
  const own = tokens.map((token) => new Secret(token));
  return {
    signed: false,
    // Nothing is known of its retries.
    retriesRefused: true,
    verify: (delivery, options = {}) => verifyWebhook(delivery, options.secrets ?? own, options),
    translate: translateWebhook,
  };
}
