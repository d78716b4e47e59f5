import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { HttpClient } from "../http/http-client.ts";

/**
 * `ready` of an adapter that goes out through this client.
 *
 * @param readsFirst calls of the other kind that come with a create, e.g. a look at the stream before it. Default 1
 */
export function createReady(http: Pick<HttpClient, "ready">, readsFirst = 1): NonNullable<ProviderAdapter["ready"]> {
  return async (calls) => {
    const create = calls.filter((call) => call === "create").length;
    return http.ready({ create, other: calls.length + create * (readsFirst - 1) });
  };
}
