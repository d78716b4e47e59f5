import { basicCredentials, commonSettings, type Credentials } from "@polycast/core/provider";
import * as z from "zod";
import { regions } from "./regions.ts";

/**
 * How Castr is reached: at `https://api.castr.com/v2` by default. Credentials that are left out come from the
 * environment when they are first needed.
 */
export const castrSettingsSchema = z.strictObject({
  /** The token's id. Default `CASTR_TOKEN_ID`. */
  tokenId: z.string().min(1).optional(),
  /** The token's secret key, which Castr shows once. Default `CASTR_TOKEN_SECRET`. */
  tokenSecret: z.string().min(1).optional(),
  /**
   * Castr signs nothing. Where these are set, a webhook counts only if its URL carries `?token=` with one of them:
   * append one, unguessable, to the URL that you give to Castr. Several while one replaces another.
   */
  webhookTokens: z.array(z.string().min(16)).min(1).max(10).optional(),
  /** An ingest host near the encoder, told before the one that Castr itself answers. */
  region: z.enum(regions).optional(),
  ...commonSettings,
});
export type CastrSettings = z.infer<typeof castrSettingsSchema>;

/** What every request carries. @throws MultistreamError `unauthenticated`, naming the variables to set */
export function resolveCredentials(settings: CastrSettings): Credentials {
  return basicCredentials("castr", settings, ["tokenId", "tokenSecret"]);
}
