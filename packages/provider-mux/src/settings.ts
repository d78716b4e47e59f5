import { MultistreamError, Secret } from "@polycast/core/provider";
import { z } from "zod";
import { variable } from "./environment.ts";

const rateLimitSchema = z.strictObject({ perSecond: z.number().positive(), burst: z.int().positive() });
const fetchSchema = z.custom<typeof globalThis.fetch>((value) => typeof value === "function", {
  message: "must be a function",
});

/** Regions of Mux's ingest hosts. */
const regions = ["us-east", "us-west", "eu-west"] as const;
export type MuxRegion = (typeof regions)[number];

/** How Mux is reached. Credentials that are left out come from the environment when they are first needed. */
export const muxSettingsSchema = z.strictObject({
  /** Id of an access token with the permissions `video:read` and `video:write`. Default `MUX_TOKEN_ID`. */
  tokenId: z.string().min(1).optional(),
  /** Default `MUX_TOKEN_SECRET`. */
  tokenSecret: z.string().min(1).optional(),
  /** Signing secrets of webhook endpoints; several while one is being rotated. Default `MUX_WEBHOOK_SECRET`. */
  webhookSecrets: z.array(z.string().min(1)).max(20).optional(),
  /** Default `https://api.mux.com`. */
  baseUrl: z.url({ protocol: /^https?$/u }).optional(),
  /** Default: the global one, looked up at each call. */
  fetch: fetchSchema.optional(),
  /** Default: creates 1 per second with a burst of 5, everything else 5 per second with a burst of 20. */
  rateLimits: z.strictObject({ create: rateLimitSchema.optional(), other: rateLimitSchema.optional() }).optional(),
  /** Milliseconds for one attempt of a call. Default 10 000. */
  attemptTimeoutMs: z.int().positive().optional(),
  /**
   * Hands out the ingest addresses of one region. Default: Mux's global ones, which find the nearest by themselves.
   * The regional hosts are documented by a third party only.
   */
  region: z.enum(regions).optional(),
  /** Targets that one stream takes. Default 6; more where Mux has raised it for this account. */
  targetsPerStream: z.int().positive().max(100).optional(),
});
export type MuxSettings = z.infer<typeof muxSettingsSchema>;

export const defaultBaseUrl = "https://api.mux.com";

/** Sustained rates and bursts per access token. The rates are Mux's; it names no burst, so these are cautious. */
export const defaultRateLimits = {
  create: { perSecond: 1, burst: 5 },
  other: { perSecond: 5, burst: 20 },
} as const;

/**
 * The HTTP Basic credentials, from the settings or the environment.
 *
 * @throws MultistreamError `unauthenticated`, naming the variables
 */
export function resolveCredentials(settings: MuxSettings): { authorization: string; secrets: string[] } {
  const tokenId = settings.tokenId ?? variable("MUX_TOKEN_ID");
  const tokenSecret = settings.tokenSecret ?? variable("MUX_TOKEN_SECRET");
  if (tokenId === undefined || tokenSecret === undefined) {
    const missing = tokenId === undefined ? "MUX_TOKEN_ID" : "MUX_TOKEN_SECRET";
    throw new MultistreamError("unauthenticated", `mux: there is no access token: ${missing} is not set.`, {
      provider: "mux",
      hint: "Set MUX_TOKEN_ID and MUX_TOKEN_SECRET, or give `tokenId` and `tokenSecret` to mux().",
    });
  }
  const encoded = toBase64(`${tokenId}:${tokenSecret}`);
  return { authorization: `Basic ${encoded}`, secrets: [tokenId, tokenSecret, encoded] };
}

/** The signing secrets of webhooks, from the settings or the environment; none when neither has one. */
export function resolveWebhookSecrets(settings: MuxSettings): Secret<string>[] {
  const single = variable("MUX_WEBHOOK_SECRET");
  const secrets = settings.webhookSecrets ?? (single === undefined ? [] : [single]);
  return secrets.map((secret) => new Secret(secret));
}

/** `btoa` takes bytes as characters only. */
function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
