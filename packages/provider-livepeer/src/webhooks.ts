import type { HttpClient, ProviderWebhooks } from "@polycast/core/provider";
import { type LivepeerSettings, resolveWebhookSecrets } from "./settings.ts";
import { registerWebhook } from "./webhooks/register.ts";
import { translateWebhook } from "./webhooks/translate.ts";
import { verifyWebhook } from "./webhooks/verify.ts";

/** Livepeer's webhooks: signed, per account, each with a secret of its own. What is answered with a 4xx is dropped. */
export function createWebhooks(settings: LivepeerSettings, http: HttpClient): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: false,
    verify: async (delivery, options) =>
      verifyWebhook(delivery, options?.secrets ?? resolveWebhookSecrets(settings), options),
    translate: translateWebhook,
    register: (url, context) => registerWebhook(http, url, context),
  };
}
