import { createHttpClient } from "../http/create-http-client.ts";
import type { HttpClient, HttpClientSettings } from "../http/http-client.ts";
import type { CommonSettings } from "./common-settings.ts";
import { environmentVariable } from "./environment-variable.ts";

/** What is this provider's: `baseUrl` and `rateLimits` where nobody says otherwise. */
export type AdapterHttp = Pick<HttpClientSettings, "provider" | "baseUrl" | "rateLimits" | "credentials" | "readFault">;

/** The HTTP client of an adapter. Nothing of the environment is read before the first call. */
export function createAdapterHttp(settings: CommonSettings, about: AdapterHttp): HttpClient {
  const { provider, rateLimits } = about;
  let opened: HttpClient | undefined;
  const open = (): HttpClient =>
    createHttpClient({
      ...about,
      baseUrl: settings.baseUrl ?? environmentVariable(provider, "baseUrl") ?? about.baseUrl,
      fetch: settings.fetch,
      rateLimits: {
        create: settings.rateLimits?.create ?? rateLimits.create,
        other: settings.rateLimits?.other ?? rateLimits.other,
      },
      attemptTimeoutMs: settings.attemptTimeoutMs,
    });
  return {
    send: async (request) => (opened ??= open()).send(request),
    ready: (calls) => (opened ??= open()).ready(calls),
  };
}
