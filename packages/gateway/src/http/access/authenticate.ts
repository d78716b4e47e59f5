import type { Context } from "hono";
import type { Clock } from "../../control/clock.ts";
import { apiKeyPattern, hashApiKey } from "../../secrets/api-key.ts";
import type { ApiKeyRecord } from "../../store/index.ts";
import { HttpError } from "../http-error.ts";
import type { RequestEnv } from "../request-env.ts";
import type { Failures } from "./failures.ts";
import type { KeyCache } from "./key-cache.ts";

const BEARER = /^Bearer +(?<key>\S+)$/iu;

/** What it works with. */
export type AuthenticateOptions = { keys: KeyCache; failures: Failures; clock: Clock };

/**
 * Finds the key of a request by `Authorization: Bearer pcsk_…`, at once where it is known already: a promise would make
 * every request wait for a turn of its own. A key in the URL is not taken: URLs end up in logs.
 *
 * @throws HttpError 401, or 429 for a wrong key where too many of them have come from
 */
export function authenticate(
  c: Context<RequestEnv>,
  { keys, failures, clock }: AuthenticateOptions,
): ApiKeyRecord | Promise<ApiKeyRecord> {
  const authorization = c.req.header("authorization");
  if (authorization === undefined) throw refused("This needs an API key.", 'Bearer realm="polycast"');
  const key = BEARER.exec(authorization)?.groups?.["key"];
  if (key === undefined || !apiKeyPattern.test(key)) throw refused("This is not an API key.");
  // By its hash: how long it takes to find tells nothing of the key.
  const hash = hashApiKey(key);
  if (!keys.remembers(hash)) failures.beforeLookUp(c);
  const believe = (record: ApiKeyRecord | undefined): ApiKeyRecord => {
    if (record && (record.expiresAt ?? Infinity) > clock.now()) return record;
    if (record) throw refused("This API key has expired.");
    failures.add(c);
    throw refused("This API key is not known.");
  };
  const found = keys.find(hash);
  return found instanceof Promise ? found.then(believe) : believe(found);
}

function refused(message: string, challenge = 'Bearer realm="polycast", error="invalid_token"'): HttpError {
  return new HttpError(401, "unauthenticated", message, {
    hint: "Send `Authorization: Bearer pcsk_…` with a key of this gateway.",
    headers: { "WWW-Authenticate": challenge },
  });
}
