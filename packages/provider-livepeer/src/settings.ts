import {
  bearerCredentials,
  commonSettings,
  type Credentials,
  type Secret,
  webhookSecretsOf,
} from "@polycast/core/provider";
import * as z from "zod";

/**
 * How Livepeer Studio is reached: at `https://livepeer.studio/api` by default. What is left out comes from the
 * environment when it is first needed.
 */
export const livepeerSettingsSchema = z.strictObject({
  /** Default `LIVEPEER_API_KEY`. */
  apiKey: z.string().trim().min(1).optional(),
  /** The shared secrets of the webhooks; several while one is being rotated. Default `LIVEPEER_WEBHOOK_SECRET`. */
  webhookSecrets: z.array(z.string().min(1)).min(1).max(10).optional(),
  ...commonSettings,
  /**
   * Ask the health endpoint of Livepeer's dashboard in `poll`, which tells whether a target is connected? It is not
   * documented, so its faults are ignored. Default no.
   */
  healthEndpoint: z.boolean().optional(),
});
export type LivepeerSettings = z.infer<typeof livepeerSettingsSchema>;

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variable to set */
export function resolveCredentials(settings: LivepeerSettings): Credentials {
  return bearerCredentials("livepeer", settings, "apiKey");
}

/** The signing secrets of webhooks, from the settings or the environment; none when neither has one. */
export function resolveWebhookSecrets({ webhookSecrets }: LivepeerSettings): Secret<string>[] {
  return webhookSecretsOf("livepeer", webhookSecrets);
}
