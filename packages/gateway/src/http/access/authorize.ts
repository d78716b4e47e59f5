import type { ApiKeyRecord, Scope } from "../../store/index.ts";
import { HttpError } from "../http-error.ts";

/** @throws HttpError 403 when the key lacks one of the scopes. `admin` has them all, `write` includes `read`. */
export function authorize({ scopes }: Pick<ApiKeyRecord, "scopes">, needed: readonly Scope[]): void {
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
