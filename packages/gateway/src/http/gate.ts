import type { MiddlewareHandler } from "hono";
import { routePath } from "hono/route";
import type { Log } from "../log/create-log.ts";
import type { HttpMeter } from "../metrics/http-meter.ts";
import { createPass, type Pass } from "./pass.ts";
import type { RequestEnv } from "./request-env.ts";

/** The pattern of the middleware itself: nothing else has matched. */
const NO_ROUTE = "/*";

/** What every request passes, as a middleware: for what is not added as a route, which passes by itself and cheaper. */
export function createGate(log: Log, meter: HttpMeter): MiddlewareHandler<RequestEnv> {
  return gateOf(createPass(log, meter));
}

/** The same of one that is there. */
export function gateOf(pass: Pass): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    const enteredAt = pass.enter(c);
    await next();
    const found = routePath(c, -1);
    pass.leave(c, enteredAt, found === NO_ROUTE ? "none" : found, c.res.status);
  };
}
