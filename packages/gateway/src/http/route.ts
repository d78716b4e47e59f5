import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { Handler, Input, MiddlewareHandler } from "hono";
import type { Access, Needs } from "./access/access.ts";
import type { App } from "./app.ts";
import type { Idempotency } from "./idempotency/idempotency.ts";
import { repeatable } from "./idempotency/repeatable.ts";
import { describeRoute } from "./describe-route.ts";
import type { ErrorStatus } from "./problem-responses.ts";
import type { RequestEnv } from "./request-env.ts";

/** What a key must have for a route; `unbound`: and be bound to no tenant. `open` needs no key. */
export type RouteAccess = Needs["scopes"] | { unbound: Needs["scopes"] } | "open";

/** Adds routes to an app. `errors`: the statuses that only this route knows it may answer with. */
export type Router = <R extends RouteConfig>(
  access: RouteAccess,
  route: R,
  handler: RouteHandler<R, RequestEnv, Input>,
  errors?: readonly ErrorStatus[],
) => void;

/**
 * Makes what adds routes: the document gets them with their inputs and with the errors that all have in common, the
 * app without its own validation, because inputs are checked once, by the control plane and in one way.
 */
export function createRouter(app: App, access: Access, idempotency: Idempotency): Router {
  return (given, route, handler, errors = []) => {
    const needs = needsOf(given);
    const path = route.path.replaceAll(/\{(\w+)\}/gu, ":$1");
    app.openAPIRegistry.registerPath(describeRoute(route, needs, errors));
    const before = needs
      ? [enter(access, needs), ...(route.method === "post" ? [once(idempotency, route.operationId)] : [])]
      : [];
    // The router only knows patterns; the route has checked what the handler takes and answers.
    app.on([route.method], [path], ...before, handler as Handler<RequestEnv>);
  };
}

function needsOf(access: RouteAccess): Needs | undefined {
  if (access === "open") return undefined;
  return "unbound" in access ? { scopes: access.unbound, unbound: true } : { scopes: access };
}

function enter(access: Access, needs: Needs): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    await access(c, needs);
    return next();
  };
}

function once(idempotency: Idempotency, operationId = ""): MiddlewareHandler<RequestEnv> {
  return (c, next) => idempotency(c, next, repeatable.has(operationId));
}
