import { type HttpClient, type ProviderWebhooks, Secret } from "@polycast/core/provider";
import { register } from "./webhooks/register.ts";
import { translate } from "./webhooks/translate.ts";
import { verify } from "./webhooks/verify.ts";

/** @param secrets of the settings, read when the first webhook comes */
export function createWebhooks(http: HttpClient, secrets: () => readonly string[]): ProviderWebhooks {
  const own = (): Secret<string>[] => secrets().map((secret) => new Secret(secret));
  return {
    signed: true,
    verify: (delivery, options) => verify(delivery, own, options),
    translate,
    register: (url, context) => register(http, url, context),
  };
}
