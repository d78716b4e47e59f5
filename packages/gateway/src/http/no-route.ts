import type { Context } from "hono";
import { HttpError } from "./http-error.ts";
import type { RequestEnv } from "./request-env.ts";
import type { App } from "./app.ts";

const methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/** What to say where no route has matched: 405 with `Allow` where the path has other methods, else 404. */
export function noRoute(app: App, c: Context<RequestEnv>): HttpError {
  const allowed = methods.filter((method) => {
    const [handlers] = app.router.match(method, c.req.path);
    return handlers.some(([[, route]]) => route.method === method);
  });
  if (allowed.length === 0) {
    return new HttpError(404, "not_found", "There is nothing at this path.", {
      hint: "See /openapi.json for all paths.",
    });
  }
  if (allowed.includes("GET")) allowed.push("HEAD");
  return new HttpError(405, "invalid_argument", `This path does not take ${c.req.method}.`, {
    hint: `It takes ${allowed.join(", ")}.`,
    headers: { Allow: allowed.join(", ") },
  });
}
