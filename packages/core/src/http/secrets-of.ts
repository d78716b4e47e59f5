const SECRET_FIELD = /key|secret|pass|token|credential|authorization|streamid/i;
const MAX_DEPTH = 8;

/** The credentials that a request's JSON holds, by the names of its fields. */
export function secretsOf(json: unknown, depth = 0): string[] {
  if (typeof json !== "object" || json === null || depth > MAX_DEPTH) return [];
  return Object.entries(json).flatMap(([field, value]) => {
    if (typeof value !== "string") return secretsOf(value, depth + 1);
    return value !== "" && SECRET_FIELD.test(field) ? [value] : [];
  });
}
