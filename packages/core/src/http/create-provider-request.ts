import * as z from "zod";
import type { CallContext } from "../contract/call-context.ts";
import type { ProviderRequest } from "../contract/provider-request.ts";
import type { HttpClient } from "./http-client.ts";

/**
 * The raw door of an adapter (`ProviderAdapter["request"]`): the same credentials, limits, repeats and errors as its
 * other calls; the JSON of the answer as it is, credentials included, or undefined where the body is empty.
 */
export function createProviderRequest(
  client: HttpClient,
): (request: ProviderRequest, context?: Partial<CallContext>) => Promise<unknown> {
  return async (request, context = {}) => {
    const { readProviderRequest } = await import("../loaded-later.ts");
    const { method, path, searchParams, json } = readProviderRequest(request);
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
