import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "../log/create-log.ts";
import type { HttpMeter } from "../metrics/http-meter.ts";
import type { RequestEnv } from "./request-env.ts";
import { newRequestId } from "./request-id.ts";
import { securityHeaders } from "./security-headers.ts";

const REQUEST_ID = /^[\w.:-]{1,128}$/u;

const headers = Object.entries(securityHeaders);

/** The pattern of the middleware itself: nothing else has matched. */
const NO_ROUTE = "/*";

/**
 * What every request passes, in one go because each further middleware would cost more than the routing: it gets an
 * id, security headers, its place in the metrics and a line in the log, which never holds a query, a body or a header.
 */
export function createGate(log: Log, meter: HttpMeter): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const start = performance.now();
    const sent = c.req.header("x-request-id");
    const requestId = sent !== undefined && REQUEST_ID.test(sent) ? sent : newRequestId();
    c.set("requestId", requestId);
    // Before `next`, so that the answer is made with them instead of being made again.
    c.header("X-Request-Id", requestId);
    for (const [name, value] of headers) c.header(name, value);
    await next();
    const ms = performance.now() - start;
    const found = routePath(c, -1);
    const route = found === NO_ROUTE ? "none" : found;
    const { method } = c.req;
    const { status } = c.res;
    meter.observe(method, route, status, ms / 1000);
    const caller = c.get("caller");
    const who = caller && { keyId: caller.key.id, tenantId: caller.tenantId };
    const line = { method, route, status, ms: Math.round(ms), requestId, ...who };
    log.info(line, "request");
  };
}
