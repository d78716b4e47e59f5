import { type HttpClient, type ProviderWebhooks } from "@polycast/core/provider";
import { type MuxSettings, resolveWebhookSecrets } from "./settings.ts";
import { registerWebhook } from "./webhooks/register.ts";
import { translateWebhook } from "./webhooks/translate.ts";
import { verifyWebhook } from "./webhooks/verify.ts";

/** Mux's webhooks: signed, per environment, each endpoint with a secret of its own. */
export function createWebhooks(settings: MuxSettings, http: HttpClient): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: true,
    verify: (delivery, options) =>
      verifyWebhook(delivery, options?.secrets ?? resolveWebhookSecrets(settings), options),
    translate: translateWebhook,
    register: (url, context) => registerWebhook(http, url, context),
  };
}
