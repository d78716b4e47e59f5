import type { RouteConfig } from "@hono/zod-openapi";
import type { App } from "./app.ts";
import { errorCatalogue } from "./error-catalogue.ts";
import type { problem } from "./schemas/answers.ts";
import type { ErrorCode } from "@polycast/core";
import type * as z from "zod";

/** An error that an operation may answer with, as the document has it. */
type Entry = { name: string; code: ErrorCode; description: string; headers?: Record<string, string> };

const waits = { "Retry-After": "Seconds to wait before it is worth repeating." };

/** By status. */
const entries: Readonly<Record<number, Entry>> = {
  400: { name: "Unreadable", code: "invalid_argument", description: "The request cannot be read, e.g. broken JSON." },
  401: { name: "Unauthenticated", code: "unauthenticated", description: "No API key, or one that is not known." },
  403: {
    name: "Forbidden",
    code: "forbidden",
    description: "The key lacks a scope, or belongs to another tenant.",
  },
  404: { name: "NotFound", code: "not_found", description: "There is no such thing, or it is another tenant's." },
  409: {
    name: "Conflict",
    code: "conflict",
    description:
      "It clashes with what is there: `conflict`, `not_idle` or `limit_exceeded`; or the same request still runs.",
  },
  410: { name: "Gone", code: "not_found", description: "The cursor has expired: start without one." },
  413: { name: "TooLarge", code: "invalid_argument", description: "The body is larger than 1 MiB." },
  415: {
    name: "WrongType",
    code: "invalid_argument",
    description: "The body is not JSON in UTF-8, or it is compressed.",
  },
  422: {
    name: "Unfit",
    code: "invalid_argument",
    description:
      "It was read and does not fit: see `issues`. Or the provider cannot do it (`unsupported`): see `actions`.",
  },
  429: { name: "TooFast", code: "rate_limited", description: "Wait as long as `Retry-After` says.", headers: waits },
  500: { name: "Internal", code: "internal", description: "Something broke in the gateway." },
  502: {
    name: "BadProvider",
    code: "provider_response_invalid",
    description: "The provider refuses the gateway's credentials, or its answer made no sense.",
  },
  503: {
    name: "Unavailable",
    code: "provider_unavailable",
    description: "The provider or the store cannot be reached at the moment.",
    headers: waits,
  },
  504: { name: "TimedOut", code: "timeout", description: "The provider did not answer in time: see `outcome`." },
};

/** A status that an operation may answer with beside its own. */
export type ErrorStatus = 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429 | 500 | 502 | 503 | 504;

/** Which errors a route has by its nature. `errors` are those that only itself can know. */
export function errorsOf(route: RouteConfig, isOpen: boolean, errors: readonly ErrorStatus[]): ErrorStatus[] {
  const { request, method, path } = route;
  const changes = method !== "get";
  const all: (ErrorStatus | false | undefined)[] = [
    ...errors,
    500,
    503,
    ...(isOpen ? [] : ([401, 403, 422, 429] as const)),
    path.includes("{") && 404,
    ...(request?.body ? ([400, 413, 415, 422] as const) : []),
    request?.query && 422,
    // Also where it has no body: one that is named by a key is read for it.
    ...(method === "post" && !isOpen ? ([400, 409, 413, 415] as const) : []),
    ...(changes && isAboutStreams(path) ? ([409, 422, 502, 504] as const) : []),
  ];
  const found = all.filter((status): status is ErrorStatus => typeof status === "number");
  return [...new Set(found)].toSorted((one, other) => one - other);
}

/** Does a provider have its say? */
function isAboutStreams(path: string): boolean {
  return path.startsWith("/v1/streams") || path.startsWith("/v1/providers");
}

/** References to the answers of these statuses. */
export function problemResponses(statuses: readonly ErrorStatus[]): Record<string, { $ref: string }> {
  return Object.fromEntries(
    statuses.map((status) => [String(status), { $ref: `#/components/responses/${entries[status]?.name}` }]),
  );
}

/** Adds what they refer to. */
export function registerProblems(app: App): void {
  for (const [status, { name, code, description, headers }] of Object.entries(entries)) {
    const example: z.infer<typeof problem> = {
      type: `/errors/${code}`,
      title: errorCatalogue[code].title,
      status: Number(status),
      detail: description,
      code,
      retryable: headers !== undefined,
      outcome: "not_applied",
      requestId: "req_6c4a1e0e-0000-4000-8000-000000000001",
    };
    app.openAPIRegistry.registerComponent("responses", name, {
      description,
      ...(headers ? { headers: Object.fromEntries(Object.entries(headers).map(toHeader)) } : {}),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" }, example } },
    });
  }
}

function toHeader([name, description]: [string, string]) {
  return [name, { description, schema: { type: "string" as const } }] as const;
}
