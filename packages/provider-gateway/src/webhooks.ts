import { type ProviderWebhooks, Secret } from "@polycast/core/provider";
import type { GatewayApi } from "./api.ts";
import { type GatewaySettings, resolveWebhookSecrets } from "./settings.ts";
import { translateWebhook } from "./webhooks/translate.ts";
import { verifyWebhook } from "./webhooks/verify.ts";

/** A gateway's webhooks: signed by Standard Webhooks, each endpoint with a secret of its own. */
export function createWebhooks(settings: GatewaySettings, api: GatewayApi): ProviderWebhooks {
  return {
    signed: true,
    retriesRefused: true,
    verify: (delivery, options) =>
      verifyWebhook(delivery, options?.secrets ?? resolveWebhookSecrets(settings), options),
    translate: translateWebhook,
    async register(url, context) {
      const { id, secret } = await api.createWebhookEndpoint(url, context);
      return { id, secret: new Secret(secret) };
    },
  };
}
