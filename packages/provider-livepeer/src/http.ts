import { createHttpClient, type HttpClient } from "@polycast/core/provider";
import { PROVIDER } from "./provider-name.ts";
import { readFault } from "./read-fault.ts";
import { type CheckedSettings, type Environment, readBaseUrl, readCredentials, readRateLimits } from "./settings.ts";

/** Livepeer's HTTP client. Nothing of the environment is read before the first call. */
export function createLivepeerHttp(settings: CheckedSettings, environment: Environment): HttpClient {
  let opened: HttpClient | undefined;
  const open = (): HttpClient => {
    opened ??= createHttpClient({
      provider: PROVIDER,
      baseUrl: readBaseUrl(settings, environment),
      fetch: settings.fetch,
      credentials: () => readCredentials(settings, environment),
      rateLimits: readRateLimits(settings),
      readFault,
      attemptTimeoutMs: settings.attemptTimeoutMs,
    });
    return opened;
  };
  return { send: async (request) => open().send(request) };
}
