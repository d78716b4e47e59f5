import { createHttpClient, type HttpClient, type HttpClientSettings } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import { type CastrSettings, credentialsOf } from "./settings.ts";

const BASE_URL = "https://api.castr.com/v2";
/** Castr publishes none: modest ones of our own. */
const LIMIT = { perSecond: 5, burst: 15 };

/** What makes the shared client Castr's. */
export function httpSettings(settings: CastrSettings): HttpClientSettings {
  return {
    provider: "castr",
    baseUrl: (settings.baseUrl ?? BASE_URL).replace(/\/+$/u, ""),
    fetch: settings.fetch,
    credentials: () => credentialsOf(settings),
    rateLimits: settings.rateLimits ?? { create: LIMIT, other: LIMIT },
    readFault,
    attemptTimeoutMs: settings.attemptTimeoutMs,
  };
}

/** The client for Castr's API. */
export function createCastrHttp(settings: CastrSettings): HttpClient {
  return createHttpClient(httpSettings(settings));
}
