import type { RouteConfig } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as z from "zod";
import { HttpError } from "./http-error.ts";

/** Faults that one answer tells at most, and characters of a name in it: the caller decides how many and how long. */
const MAX_FAULTS = 20;
const MAX_NAME = 60;

/** What a route takes in its query; `lists` may be given more than once. */
export type KnownQuery = { names: ReadonlySet<string>; lists: ReadonlySet<string> };

/** What the document says of a route's query. */
export function knownQuery({ request }: Pick<RouteConfig, "request">): KnownQuery {
  const shape: Readonly<Record<string, unknown>> = request?.query instanceof z.ZodObject ? request.query.shape : {};
  const lists = Object.entries(shape).filter(([, schema]) => isList(schema));
  return { names: new Set(Object.keys(shape)), lists: new Set(lists.map(([name]) => name)) };
}

/**
 * Refuses a query with a name that the route does not know, or with one value too many: to pass over either would answer
 * something else than what was asked for.
 *
 * @throws HttpError 422 that names them
 */
export function checkQuery(c: Context, known: KnownQuery): void {
  if (!c.req.url.includes("?")) return;
  const faults = Object.entries(c.req.queries()).flatMap(([name, values]) => faultOf(name, values, known) ?? []);
  const [first] = faults;
  if (!first) return;
  const { path, message } = first;
  throw new HttpError(422, "invalid_argument", `Invalid query: ${path} ${message}.`, {
    issues: faults.slice(0, MAX_FAULTS),
    hint: message === TWICE ? `Send \`${path}\` once.` : whatThereIs(known),
  });
}

const TWICE = "is given more than once";

function faultOf(name: string, values: readonly string[], { names, lists }: KnownQuery) {
  const path = name.length > MAX_NAME ? `${name.slice(0, MAX_NAME)}…` : name;
  if (!names.has(name)) return { path, message: "is not known here" };
  return values.length > 1 && !lists.has(name) ? { path, message: TWICE } : undefined;
}

function whatThereIs({ names }: KnownQuery): string {
  return names.size === 0 ? "This path takes no query." : `What there is: ${[...names].join(", ")}.`;
}

function isList(schema: unknown): boolean {
  return schema instanceof z.ZodOptional ? isList(schema.unwrap()) : schema instanceof z.ZodArray;
}
