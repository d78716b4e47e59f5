import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "../log/create-log.ts";
import type { RequestEnv } from "./request-env.ts";
import { newRequestId } from "./request-id.ts";
import { securityHeaders } from "./security-headers.ts";

const REQUEST_ID = /^[\w.:-]{1,128}$/u;

const headers = Object.entries(securityHeaders);

/** The pattern of the middleware itself: nothing else has matched. */
const NO_ROUTE = "/*";

/**
 * What every request passes, in one go because each further middleware would cost more than the routing: it gets an
 * id, security headers and a line in the log, which never holds a query, a body or a header.
 */
export function createGate(log: Log): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const start = performance.now();
    const sent = c.req.header("x-request-id");
    const requestId = sent !== undefined && REQUEST_ID.test(sent) ? sent : newRequestId();
    c.set("requestId", requestId);
    // Before `next`, so that the answer is made with them instead of being made again.
    c.header("X-Request-Id", requestId);
    for (const [name, value] of headers) c.header(name, value);
    await next();
    const route = routePath(c, -1);
    const line = {
      method: c.req.method,
      route: route === NO_ROUTE ? "none" : route,
      status: c.res.status,
      ms: Math.round(performance.now() - start),
      requestId,
      keyId: c.get("apiKey")?.id,
    };
    log.info(line, "request");
  };
}
