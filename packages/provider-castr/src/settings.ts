import { MultistreamError } from "@polycast/core/provider";
import { z } from "zod";
import { environmentVariable } from "./environment.ts";
import { regions } from "./regions.ts";

const MAX_TOKENS = 10;
const rateLimitSchema = z.strictObject({ perSecond: z.number().positive(), burst: z.number().min(1) });

/** How Castr is reached. Credentials that are left out come from the environment when they are first needed. */
export const castrSettingsSchema = z.strictObject({
  /** The token's id. Default `CASTR_TOKEN_ID`. */
  tokenId: z.string().min(1).optional(),
  /** The token's secret key, which Castr shows once. Default `CASTR_TOKEN_SECRET`. */
  tokenSecret: z.string().min(1).optional(),
  /**
   * Castr signs nothing. Where these are set, a webhook counts only if its URL carries `?token=` with one of them:
   * append one, unguessable, to the URL that you give to Castr. Several while one replaces another.
   */
  webhookTokens: z.array(z.string().min(16)).min(1).max(MAX_TOKENS).optional(),
  /** An ingest host near the encoder, told before the one that Castr itself answers. */
  region: z.enum(regions).optional(),
  /** Default `https://api.castr.com/v2`. */
  baseUrl: z
    .string()
    .regex(/^https?:\/\/[^\s/]+/u, { message: "must start with https://" })
    .optional(),
  /** Default: the global one, looked up at each call. */
  fetch: z.custom<typeof globalThis.fetch>((value) => typeof value === "function", "must be a function").optional(),
  /**
   * How often this credential may call. Castr publishes no limit; default: 5 per second, and 15 at once, for
   * creations and for the rest.
   */
  rateLimits: z.strictObject({ create: rateLimitSchema, other: rateLimitSchema }).optional(),
  /** Milliseconds for one attempt. Default 10 000. */
  attemptTimeoutMs: z.int().positive().optional(),
});
export type CastrSettings = z.infer<typeof castrSettingsSchema>;

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variables to set */
export function credentialsOf(settings: CastrSettings): { authorization: string; secrets: readonly string[] } {
  const id = settings.tokenId ?? environmentVariable("CASTR_TOKEN_ID");
  const secret = settings.tokenSecret ?? environmentVariable("CASTR_TOKEN_SECRET");
  if (id === undefined || secret === undefined) {
    throw new MultistreamError("unauthenticated", "castr: there is no API token.", {
      provider: "castr",
      hint: "Set CASTR_TOKEN_ID and CASTR_TOKEN_SECRET, or give `tokenId` and `tokenSecret` to castr().",
    });
  }
  const bytes = new TextEncoder().encode(`${id}:${secret}`);
  const basic = btoa(String.fromCodePoint(...bytes));
  return { authorization: `Basic ${basic}`, secrets: [secret, id, basic] };
}
