import * as z from "zod";
import type { ProviderRequest } from "../contract/provider-request.ts";
import { parseInput } from "../errors/invalid-argument.ts";

/** A dot may be written as `%2e`, and a URL parser takes a backslash for a slash. */
const UP = /^(?:\.|%2e){1,2}$/i;

const requestSchema = z.object({
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).default("GET"),
  path: z.string().refine(isBelowBaseUrl, {
    message: 'must start with a slash, and hold no "..", "//", backslash, fragment or control character',
  }),
  searchParams: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  json: z.unknown().optional(),
});

/** Checks what is asked for through the raw door. @throws MultistreamError `invalid_argument` */
export function readProviderRequest(request: ProviderRequest): z.output<typeof requestSchema> {
  return parseInput(requestSchema, request, "request");
}

/** Its query may hold any segments. */
function isBelowBaseUrl(path: string): boolean {
  const [beforeQuery = ""] = path.split("?");
  const segments = beforeQuery.slice(1).split("/");
  return (
    /^\/[^\\#\p{Cc}]*$/u.test(path) && !segments.slice(0, -1).includes("") && !segments.some((one) => UP.test(one))
  );
}
