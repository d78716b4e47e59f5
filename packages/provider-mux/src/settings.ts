import {
  basicCredentials,
  commonSettings,
  type Credentials,
  type Secret,
  webhookSecretsOf,
} from "@polycast/core/provider";
import * as z from "zod";

/** Regions of Mux's ingest hosts. */
const regions = ["us-east", "us-west", "eu-west"] as const;
export type MuxRegion = (typeof regions)[number];

/**
 * How Mux is reached: at `https://api.mux.com` by default. Credentials that are left out come from the environment when
 * they are first needed.
 */
export const muxSettingsSchema = z.strictObject({
  /** Id of an access token with the permissions `video:read` and `video:write`. Default `MUX_TOKEN_ID`. */
  tokenId: z.string().min(1).optional(),
  /** Default `MUX_TOKEN_SECRET`. */
  tokenSecret: z.string().min(1).optional(),
  /** Signing secrets of webhook endpoints; several while one is being rotated. Default `MUX_WEBHOOK_SECRET`. */
  webhookSecrets: z.array(z.string().min(1)).max(20).optional(),
  ...commonSettings,
  /**
   * Hands out the ingest addresses of one region. Default: Mux's global ones, which find the nearest by themselves.
   * The regional hosts are documented by a third party only.
   */
  region: z.enum(regions).optional(),
  /** Targets that one stream takes. Default 6; more where Mux has raised it for this account. */
  targetsPerStream: z.int().positive().max(100).optional(),
});
export type MuxSettings = z.infer<typeof muxSettingsSchema>;

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variables to set */
export function resolveCredentials(settings: MuxSettings): Credentials {
  const { authorization, secrets } = basicCredentials("mux", settings, ["tokenId", "tokenSecret"]);
  return { authorization, secrets: [...secrets, ...resolveWebhookSecrets(settings).map((secret) => secret.reveal())] };
}

/** The signing secrets of webhooks, from the settings or the environment; none when neither has one. */
export function resolveWebhookSecrets({ webhookSecrets }: MuxSettings): Secret<string>[] {
  return webhookSecretsOf("mux", webhookSecrets);
}
