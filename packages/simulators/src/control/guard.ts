import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/**
 * Keeps out web pages that a browser on this machine shows: they come under another name, or say where they are from, or
 * cannot call a body JSON without asking first.
 *
 * @throws HTTPException 403 for another name than a loopback one and for an `Origin` that is not the door's own, 415 for
 * a body that is not called JSON
 */
export const guard: MiddlewareHandler = async (c, next) => {
  const { hostname, origin } = new URL(c.req.url);
  if (!isLoopback(hostname)) throw new HTTPException(403, { message: "Only local addresses are answered." });
  const from = c.req.header("origin");
  if (from !== undefined && from !== origin) {
    throw new HTTPException(403, { message: "Pages of other origins are not answered." });
  }
  if (c.req.raw.body !== null && !/^application\/json\s*(?:;|$)/iu.test(c.req.header("content-type") ?? "")) {
    throw new HTTPException(415, { message: "Send the body with content-type: application/json." });
  }
  await next();
};

function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127(?:\.\d+){3}$/u.test(hostname);
}
