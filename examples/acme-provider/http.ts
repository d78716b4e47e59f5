import { createAdapterHttp, type HttpClient } from "@polycast/core/provider";
import { readFault } from "./read-fault.ts";
import { type AcmeSettings, resolveCredentials } from "./settings.ts";

/** Acme's API: a Bearer key, 20 calls a second (https://docs.acme.example/api/limits). */
export function createAcmeHttp(settings: AcmeSettings): HttpClient {
  const limit = { perSecond: 20, burst: 40 };
  return createAdapterHttp(settings, {
    provider: "acme",
    baseUrl: "https://api.acme.example/v1",
    credentials: () => resolveCredentials(settings),
    rateLimits: { create: limit, other: limit },
    readFault,
  });
}
