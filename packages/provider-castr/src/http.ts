import { createAdapterHttp, type HttpClient } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import { type CastrSettings, resolveCredentials } from "./settings.ts";

/** Castr publishes none: modest ones of our own. */
const LIMIT = { perSecond: 5, burst: 15 };

/** Castr's API: HTTP Basic with an API token. */
export function createCastrHttp(settings: CastrSettings): HttpClient {
  return createAdapterHttp(settings, {
    provider: "castr",
    baseUrl: "https://api.castr.com/v2",
    credentials: () => resolveCredentials(settings),
    rateLimits: { create: LIMIT, other: LIMIT },
    readFault,
  });
}
