import {
  commonSettings,
  type Credentials,
  environmentVariable,
  MultistreamError,
  type Secret,
  webhookSecretsOf,
} from "@polycast/core/provider";
import * as z from "zod";

/** The adapter's word. */
export const PROVIDER = "gateway";
/** What its variables begin with. */
const VARIABLES = "polycast";

const { baseUrl: url, ...common } = commonSettings;

/** How a gateway is reached. What is left out comes from the environment when it is first needed. */
export const gatewaySettingsSchema = z.strictObject({
  /** Where it is, e.g. `https://live.example.com`. Default `POLYCAST_URL`. */
  url,
  /** A key of the gateway, `pcsk_…`, with the scopes `write` and `ingest`. Default `POLYCAST_API_KEY`. */
  apiKey: z.string().min(1).optional(),
  /** The instance at the gateway that carries new streams, e.g. `mux-us`. Default: the gateway's own default. */
  provider: z.string().min(1).max(255).optional(),
  /** The tenant that a key of no tenant is narrowed to; sent as `Polycast-Tenant`. Default: none. */
  tenantId: z
    .string()
    .regex(/^[!-~]{1,255}$/u, { message: "must be 1 to 255 characters that a header can hold" })
    .optional(),
  /** Secrets of the gateway's webhooks, `whsec_…`; several while one is rotated. Default `POLYCAST_WEBHOOK_SECRET`. */
  webhookSecrets: z.array(z.string().min(1)).max(20).optional(),
  ...common,
});
export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

/** Where the gateway is. @throws MultistreamError `invalid_argument`, naming the variable to set */
export function resolveUrl({ url }: GatewaySettings): string {
  const found = url ?? environmentVariable(VARIABLES, "url");
  if (found !== undefined) return found;
  throw new MultistreamError("invalid_argument", "gateway: nobody says where the gateway is.", {
    provider: PROVIDER,
    hint: "Set POLYCAST_URL, or give `url` to gateway(), e.g. `http://127.0.0.1:8787`.",
  });
}

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variable to set */
export function resolveCredentials(settings: GatewaySettings): Credentials {
  const key = settings.apiKey ?? environmentVariable(VARIABLES, "apiKey");
  if (key === undefined) {
    throw new MultistreamError("unauthenticated", "gateway: there are no credentials without POLYCAST_API_KEY.", {
      provider: PROVIDER,
      hint: "Set POLYCAST_API_KEY, or give `apiKey` to gateway().",
    });
  }
  const secrets = [key, ...resolveWebhookSecrets(settings).map((secret) => secret.reveal())];
  return { authorization: `Bearer ${key}`, secrets };
}

/** The secrets of webhooks, from the settings or the environment; none when neither has one. */
export function resolveWebhookSecrets({ webhookSecrets }: GatewaySettings): Secret<string>[] {
  return webhookSecretsOf(VARIABLES, webhookSecrets);
}

/** The headers that go with every request. */
export function resolveHeaders({ tenantId }: GatewaySettings): Record<string, string> {
  return tenantId === undefined ? {} : { "polycast-tenant": tenantId };
}
