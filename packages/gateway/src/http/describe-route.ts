import type { RouteConfig } from "@hono/zod-openapi";
import * as z from "zod";
import type { Needs } from "./access/access.ts";
import { TENANT_HEADER } from "./access/tenant.ts";
import { IDEMPOTENCY_HEADER } from "./idempotency/idempotency.ts";
import { type ErrorStatus, errorsOf, problemResponses } from "./problem-responses.ts";

/** The name of the security scheme in the document. */
export const SECURITY_SCHEME = "apiKey";
/** The name of the one for view tokens. */
export const VIEW_TOKEN_SCHEME = "viewToken";

const tenantHeader = z
  .string()
  .optional()
  .meta({
    description: "Narrows a key that is bound to no tenant to this one, for this request.",
    examples: ["tenant-42"],
  });

const idempotencyHeader = z
  .string()
  .optional()
  .meta({
    description:
      "Makes it safe to repeat: for 24 hours, the same request with the same key is not done again but answered as it was " +
      "before, with `Idempotent-Replayed: true`. See the introduction.",
    examples: ["0b9f7c1e-3d52-4a86-9f0e-2d1c5b7a8e63"],
  });

/** A route as the document has it: with who may use it, the headers that it takes, and its errors. */
export function describeRoute(
  route: RouteConfig,
  needs: Needs | undefined,
  errors: readonly ErrorStatus[],
): RouteConfig {
  const responses = { ...problemResponses(errorsOf(route, needs === undefined, errors)), ...route.responses };
  if (!needs) return { ...route, security: [], responses };
  const headers = {
    ...(needs.unbound ? {} : { [TENANT_HEADER]: tenantHeader }),
    ...(route.method === "post" ? { [IDEMPOTENCY_HEADER]: idempotencyHeader } : {}),
    ...ownHeaders(route),
  };
  const only = needs.unbound ? "It is about the whole gateway: the key must be bound to no tenant." : undefined;
  const description = [route.description, only].filter((text) => text !== undefined).join(" ");
  return {
    ...route,
    ...(description === "" ? {} : { description }),
    security: [{ [SECURITY_SCHEME]: [...needs.scopes] }, ...(route.security ?? [])],
    request: { ...route.request, headers: z.object(headers) },
    responses,
  };
}

function ownHeaders({ request }: RouteConfig): z.ZodRawShape {
  return request?.headers instanceof z.ZodObject ? request.headers.shape : {};
}
