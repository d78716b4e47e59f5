import {
  bearerCredentials,
  commonSettings,
  type Credentials,
  type Secret,
  webhookSecretsOf,
} from "@polycast/core/provider";
import { type Output, strictObject, text } from "./schemas.ts";

/** How Acme is reached. What is left out comes from the environment when it is first needed. */
export const acmeSettingsSchema = strictObject.extend({
  /** Default `ACME_API_KEY`. */
  apiKey: text.min(1).optional(),
  /** The signing secrets of the webhooks; several while one is being rotated. Default `ACME_WEBHOOK_SECRET`. */
  webhookSecrets: text.min(1).array().min(1).max(10).optional(),
  ...commonSettings,
});
export type AcmeSettings = Output<typeof acmeSettingsSchema>;

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variable to set */
export function resolveCredentials(settings: AcmeSettings): Credentials {
  return bearerCredentials("acme", settings, "apiKey");
}

/** From the settings or the environment; maybe none. */
export function resolveWebhookSecrets({ webhookSecrets }: AcmeSettings): Secret<string>[] {
  return webhookSecretsOf("acme", webhookSecrets);
}
