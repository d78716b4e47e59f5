import { fromBase64 } from "../kernel/base64.ts";
import { ApiError, badRequest, forbidden } from "./errors.ts";
import type { LivepeerAccount, LivepeerApiKey } from "./settings.ts";

/** Who calls. */
export type Caller = { account: LivepeerAccount; key: LivepeerApiKey; projectId: string };

/** What a CORS key without full access may do; everything else is refused. */
const CORS_MAY = [
  /^POST \/api\/stream$/u,
  /^(GET|PATCH) \/api\/stream\/[^/]+$/u,
  /^POST \/api\/multistream\/target$/u,
  /^(GET|PATCH) \/api\/multistream\/target\/[^/]+$/u,
];

/**
 * Finds out who calls.
 *
 * @throws ApiError 401 without a known key (a wrong one is echoed in the answer), 403 for what the caller may not do,
 * 400 for a `projectId` in the query
 */
export function authenticate(request: Request, accounts: readonly LivepeerAccount[]): Caller {
  const url = new URL(request.url);
  const header = request.headers.get("authorization");
  if (!header) throw new ApiError(401, "request is not authenticated");
  const caller = findCaller(header, accounts);
  if (caller.account.suspended) throw forbidden("user is suspended");
  if (url.searchParams.has("projectId")) throw badRequest("projectId as query param not supported");
  if (caller.key.cors && !CORS_MAY.some((rule) => rule.test(`${request.method} ${url.pathname}`))) {
    throw forbidden("access forbidden for CORS-enabled API key with restricted access");
  }
  return caller;
}

function findCaller(header: string, accounts: readonly LivepeerAccount[]): Caller {
  const [scheme = "", credentials = ""] = header.trim().split(/\s+/u);
  const [userId, given] = credentialsOf(scheme.toLowerCase(), credentials);
  for (const account of accounts) {
    const key = account.keys.find((entry) => entry.key === given);
    if (key && (userId === undefined || userId === account.userId)) {
      return { account, key, projectId: key.projectId ?? account.defaultProjectId };
    }
  }
  throw new ApiError(401, `no token ${given} found`);
}

function credentialsOf(scheme: string, credentials: string): [userId: string | undefined, key: string] {
  if (scheme === "bearer") return [undefined, credentials];
  if (scheme !== "basic") throw new ApiError(401, `unsupported authorization header scheme: ${scheme}`);
  const decoded = fromBase64(credentials);
  if (decoded === undefined) throw new ApiError(401, "request is not authenticated");
  const [userId, ...key] = decoded.split(":");
  return [userId, key.join(":")];
}
