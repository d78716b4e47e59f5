import { createAdapterHttp, type HttpClient } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import { type LivepeerSettings, resolveCredentials } from "./settings.ts";

/** Livepeer names no limits: modest ones of our own. */
const LIMIT = { perSecond: 10, burst: 30 };

/** Livepeer's API: a Bearer token. */
export function createLivepeerHttp(settings: LivepeerSettings): HttpClient {
  return createAdapterHttp(settings, {
    provider: "livepeer",
    baseUrl: "https://livepeer.studio/api",
    credentials: () => resolveCredentials(settings),
    rateLimits: { create: LIMIT, other: LIMIT },
    readFault,
  });
}
