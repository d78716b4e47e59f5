import { timingSafeEqual } from "node:crypto";
import { apiKeyPattern, hashApiKey } from "../secrets/api-key.ts";
import { type ApiKeyRecord, findApiKey, type Scope, type Store } from "../store/index.ts";
import { HttpError } from "./http-error.ts";

const BEARER = /^Bearer +(?<key>\S+)$/iu;

/**
 * Finds the key of a request by `Authorization: Bearer pcsk_…`. A key in the URL is not taken: URLs end up in logs.
 *
 * @throws HttpError 401
 */
export async function authenticate(store: Store, authorization: string | undefined): Promise<ApiKeyRecord> {
  if (authorization === undefined) throw refused("This needs an API key.", 'Bearer realm="polycast"');
  const key = BEARER.exec(authorization)?.groups?.["key"];
  if (key === undefined || !apiKeyPattern.test(key)) throw refused("This is not an API key.");
  const hash = hashApiKey(key);
  const record = await store.read((reader) => findApiKey(reader, hash));
  if (!record || !isEqual(record.hash, hash)) throw refused("This API key is not known.");
  return record;
}

/** @throws HttpError 403 when the key lacks one of the scopes. `admin` has them all, `write` includes `read`. */
export function authorize({ scopes }: ApiKeyRecord, needed: readonly Scope[]): void {
  const has = (scope: Scope): boolean =>
    scopes.includes("admin") || scopes.includes(scope) || (scope === "read" && scopes.includes("write"));
  const missing = needed.filter((scope) => !has(scope));
  if (missing.length === 0) return;
  const scope = needed.join(" ");
  throw new HttpError(403, "forbidden", `This API key lacks the scope ${missing.join(", ")}.`, {
    hint: "Use a key that has it.",
    headers: { "WWW-Authenticate": `Bearer realm="polycast", error="insufficient_scope", scope="${scope}"` },
  });
}

function refused(message: string, challenge = 'Bearer realm="polycast", error="invalid_token"'): HttpError {
  return new HttpError(401, "unauthenticated", message, {
    hint: "Send `Authorization: Bearer pcsk_…` with a key of this gateway.",
    headers: { "WWW-Authenticate": challenge },
  });
}

/** The lookup is by index already; this keeps the last step free of hints by its time. */
function isEqual(stored: string, sent: string): boolean {
  return stored.length === sent.length && timingSafeEqual(Buffer.from(stored), Buffer.from(sent));
}
