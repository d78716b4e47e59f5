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
    const { callProvider } = await import("../loaded-later.ts");
    return callProvider(client, request, context);
  };
}
