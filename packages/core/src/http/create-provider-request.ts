import { z } from "zod";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderRequest } from "../contract/provider-request.ts";
import { parseInput } from "../errors/invalid-argument.ts";
import type { HttpClient } from "./http-client.ts";

/** A dot may be written as `%2e`, and a URL parser takes a backslash for a slash. */
const UP = /^(?:\.|%2e){1,2}$/i;

const requestSchema = z.object({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  path: z
    .string()
    .startsWith("/", { message: "must start with a slash" })
    .regex(/^[^\\#\p{Cc}]*$/u, { message: "must not hold a backslash, a fragment or control characters" })
    .refine((path) => !segmentsOf(path).some((segment) => UP.test(segment)), { message: 'must not hold ".."' })
    .refine((path) => !segmentsOf(path).slice(0, -1).includes(""), { message: 'must not hold "//"' }),
  searchParams: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  json: z.unknown().optional(),
});

/**
 * The raw door of an adapter (`ProviderAdapter["request"]`): the same credentials, limits, repeats and errors as its
 * other calls; the JSON of the answer as it is, credentials included, or undefined where the body is empty.
 */
export function createProviderRequest(
  client: HttpClient,
): (request: ProviderRequest, context?: Partial<CallContext>) => Promise<unknown> {
  return async (request, context = {}) => {
    const { method, path, searchParams, json } = parseInput(requestSchema, request, "request");
    const answer = await client.send({
      method,
      path,
      json,
      ...(searchParams ? { searchParams } : {}),
      schema: z.unknown(),
      context: { ...context, signal: context.signal ?? new AbortController().signal },
    });
    return answer.data;
  };
}

/** The query may hold what it likes. */
function segmentsOf(path: string): string[] {
  const end = path.indexOf("?");
  return (end < 0 ? path : path.slice(0, end)).slice(1).split("/");
}
