/** What a request sends under such a name is a credential. */
const SENT_FIELD = /key|secret|pass|token|credential|authorization|streamid/i;
/** Answers hold more: ids of streams, and what a caller has passed through. */
const ANSWERED_FIELD = /key$|secret|pass(?!through)|token|credential|authorization/i;
/** What a text may have behind it, e.g. the key of an ingest, or an SRT address. */
const PARAMETER = /[?&](?:password|passphrase|streamid)=([^&#\s]+)/gi;
const KEY_IN_URL = /^rtmps?:\/\/[^/]+\/[^/]+\/(.+)$/i;
const MAX_DEPTH = 8;

/** The credentials that a request's JSON holds, by the names of its fields. */
export function secretsOf(json: unknown): string[] {
  return valuesOf(json).flatMap(([field, value]) => (SENT_FIELD.test(field) ? [value] : []));
}

/** The credentials that an answer's JSON holds, by the names of its fields, and in the addresses that it names. */
export function answeredSecretsOf(json: unknown): string[] {
  const secrets: string[] = [];
  for (const [field, value] of valuesOf(json)) {
    if (ANSWERED_FIELD.test(field)) secrets.push(value);
    for (const [, secret = ""] of value.matchAll(PARAMETER)) secrets.push(secret);
    secrets.push(KEY_IN_URL.exec(value)?.[1] ?? "");
  }
  return secrets;
}

function valuesOf(json: unknown, depth = 0): [field: string, value: string][] {
  if (typeof json !== "object" || json === null || depth > MAX_DEPTH) return [];
  return Object.entries(json).flatMap(([field, value]): [string, string][] =>
    typeof value === "string" ? [[field, value]] : valuesOf(value, depth + 1),
  );
}
