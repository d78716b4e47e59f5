import type { OpenAPIHono, RouteConfig, RouteHandler } from "@hono/zod-openapi";
import type { Context, Handler, Input, MiddlewareHandler } from "hono";
import type * as z from "zod";
import type { Scope, Store } from "../store/index.ts";
import { authenticate, authorize } from "./authenticate.ts";
import type { RequestEnv } from "./request-env.ts";
import { problem } from "./schemas/answers.ts";

/** The HTTP API. */
export type App = OpenAPIHono<RequestEnv>;

/** What a key must have for a route; `open` needs no key. */
type Access = readonly [Scope, ...Scope[]] | "open";

/** Adds routes to an app. */
export type Router = <R extends RouteConfig>(
  access: Access,
  route: R,
  handler: RouteHandler<R, RequestEnv, Input>,
) => void;

/** The name of the security scheme in the document. */
export const SECURITY_SCHEME = "apiKey";
/** The name of the one for view tokens. */
export const VIEW_TOKEN_SCHEME = "viewToken";

/**
 * Makes what adds routes: the document gets them with their inputs and with the errors that all have in common, the
 * app without its own validation, because inputs are checked once, by the control plane and in one way.
 */
export function createRouter(app: App, store: Store): Router {
  return (access, route, handler) => {
    const security = access === "open" ? [] : [{ [SECURITY_SCHEME]: [...access] }, ...(route.security ?? [])];
    const path = route.path.replaceAll(/\{(\w+)\}/gu, ":$1");
    app.openAPIRegistry.registerPath({ ...route, security, responses: { ...route.responses, ...problemResponses } });
    // The router only knows patterns; the route has checked what the handler takes and answers.
    app.on([route.method], [path], requires(store, access), handler as Handler<RequestEnv>);
  };
}

function requires(store: Store, access: Access): MiddlewareHandler<RequestEnv> {
  return async (c, next) => {
    if (access === "open") return next();
    const key = await authenticate(store, c.req.header("authorization"));
    c.set("apiKey", key);
    authorize(key, access);
    return next();
  };
}

const problemContent = { "application/problem+json": { schema: problem } };
const problemResponses = {
  "4XX": { description: "It cannot be done as asked; `code` says what to do next.", content: problemContent },
  "5XX": { description: "The gateway or a provider failed; see `retryable` and `outcome`.", content: problemContent },
};

/** The part of a route that says: answers with JSON of this schema. */
export function jsonAnswer<S extends z.ZodType>(description: string, schema: S) {
  return { description, content: { "application/json": { schema } } };
}

/** The part of a route that says: takes JSON of this schema. */
export function jsonBody<S extends z.ZodType>(schema: S) {
  return { required: true, content: { "application/json": { schema } } };
}

/** The query of a request, with numbers as numbers and repeated or comma-separated lists as lists. */
export function queryOf(
  c: Context,
  kinds: { numbers?: readonly string[]; lists?: readonly string[] } = {},
): Record<string, unknown> {
  const query: Record<string, unknown> = {};
  for (const [name, values] of Object.entries(c.req.queries())) {
    const [first] = values;
    if (kinds.lists?.includes(name)) query[name] = values.flatMap((value) => value.split(","));
    else if (kinds.numbers?.includes(name)) query[name] = first === "" ? first : Number(first);
    else query[name] = first;
  }
  return query;
}
