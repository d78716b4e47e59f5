import { createAdapterHttp, type HttpClient } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import { type MuxSettings, resolveCredentials } from "./settings.ts";

/** Mux's API: HTTP Basic with an access token, limits per token, Mux's error shapes. */
export function createMuxHttp(settings: MuxSettings): HttpClient {
  return createAdapterHttp(settings, {
    provider: "mux",
    baseUrl: "https://api.mux.com",
    credentials: () => resolveCredentials(settings),
    // The rates are Mux's; it names no burst, and the way there moves calls closer together: these are cautious.
    rateLimits: { create: { perSecond: 1, burst: 4 }, other: { perSecond: 5, burst: 10 } },
    readFault,
  });
}
