import type { Context } from "hono";
import { HttpError } from "./http-error.ts";

/**
 * Bodies are taken as they are: what a few compressed bytes unfold to would have to be bounded first.
 *
 * @throws HttpError 415 for a body in any `Content-Encoding` but `identity`
 */
export function refuseEncoded(c: Context): void {
  const encoding = c.req.header("content-encoding");
  if (encoding === undefined || /^\s*(?:identity)?\s*$/iu.test(encoding)) return;
  throw new HttpError(415, "invalid_argument", "The body must not be compressed.", {
    hint: "Send it as it is, without `Content-Encoding`. A proxy in front of the gateway may have added it.",
    headers: { "Accept-Encoding": "identity" },
  });
}
