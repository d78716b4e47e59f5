import { createHttpClient, type HttpClient } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import {
  defaultBaseUrl,
  defaultRateLimits,
  type MuxSettings,
  resolveCredentials,
  resolveWebhookSecrets,
} from "./settings.ts";

/** Mux's API: HTTP Basic with an access token, limits per token, Mux's error shapes. */
export function createMuxHttp(settings: MuxSettings): HttpClient {
  const { create, other } = settings.rateLimits ?? {};
  return createHttpClient({
    provider: "mux",
    baseUrl: settings.baseUrl ?? defaultBaseUrl,
    fetch: settings.fetch,
    credentials: () => {
      const { authorization, secrets } = resolveCredentials(settings);
      return { authorization, secrets: [...secrets, ...resolveWebhookSecrets(settings).map((each) => each.reveal())] };
    },
    rateLimits: { create: create ?? defaultRateLimits.create, other: other ?? defaultRateLimits.other },
    readFault,
    attemptTimeoutMs: settings.attemptTimeoutMs,
  });
}
