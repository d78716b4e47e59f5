import { readBasicAuth } from "../kernel/basic-auth.ts";
import { Boom } from "./errors.ts";
import type { ResolvedSettings } from "./settings.ts";

/**
 * HTTP Basic with the token id as user name and the secret key as password (developers.castr.com/docs/get-access-token);
 * Bearer, the first API's `x-api-key` and everything else is refused.
 *
 * @throws Boom 401 for credentials, 403 for a plan without API access (assumed: no page shows that refusal)
 */
export function authorize(header: string | undefined, settings: ResolvedSettings): void {
  const given = readBasicAuth(header);
  if (given === undefined) throw new Boom(401, "Missing authentication");
  if (given !== `${settings.tokenId}:${settings.secretKey}`) throw new Boom(401, "Bad username or password");
  if (!settings.plan.api) throw new Boom(403, "Your plan does not include API access");
}
