import type { RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { Handler, Input } from "hono";
import type { Access, Needs } from "./access/access.ts";
import type { App } from "./app.ts";
import { once } from "./idempotency/once.ts";
import type { Idempotency } from "./idempotency/idempotency.ts";
import { checkQuery, type KnownQuery, knownQuery } from "./check-query.ts";
import { describeRoute } from "./describe-route.ts";
import { type AnswerProblem, type Handle, passing } from "./handle.ts";
import type { Pass } from "./pass.ts";
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

/** What every route is made with. */
export type RouterOptions = {
  app: App;
  pass: Pass;
  access: Access;
  idempotency: Idempotency;
  answerProblem: AnswerProblem;
};

/**
 * Makes what adds routes: the document gets them with their inputs and with the errors that all have in common, the
 * app without its own validation, because inputs are checked once, by the control plane and in one way.
 */
export function createRouter(options: RouterOptions): Router {
  const { app, access, idempotency, answerProblem } = options;
  return (given, route, handler, errors = []) => {
    const needs = needsOf(given);
    const { method, operationId } = route;
    const path = route.path.replaceAll(/\{(\w+)\}/gu, ":$1");
    app.openAPIRegistry.registerPath(describeRoute(route, needs, errors));
    // The router only knows patterns; the route has checked what the handler takes and answers.
    const own = handler as unknown as Handle;
    const handle = method === "post" ? once({ idempotency, answerProblem, operationId }, own) : own;
    const known = knownQuery(route);
    const entered = needs ? entering(handle, { access, needs, known }) : own;
    app.on([method], [path], passing(options, path, entered) as Handler<RequestEnv>);
  };
}

function needsOf(access: RouteAccess): Needs | undefined {
  if (access === "open") return undefined;
  return "unbound" in access ? { scopes: access.unbound, unbound: true } : { scopes: access };
}

/** At once where the key is known already. */
function entering(
  handle: Handle,
  { access, needs, known }: { access: Access; needs: Needs; known: KnownQuery },
): Handle {
  const go: Handle = (c) => {
    checkQuery(c, known);
    return handle(c);
  };
  return (c) => {
    const entered = access(c, needs);
    return entered instanceof Promise ? entered.then(() => go(c)) : go(c);
  };
}
