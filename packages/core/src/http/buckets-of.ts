import { RecentMap } from "../values/recent-map.ts";
import type { HttpClock } from "./clock.ts";
import type { HttpClientSettings } from "./http-client.ts";
import { TokenBucket } from "./token-bucket.ts";

/** The lines of one credential: calls that create, and all others. */
export type Buckets = { create: TokenBucket; other: TokenBucket };

/** Credentials that are remembered per `fetch`; those not used for longest give way. */
const MAX_CREDENTIALS = 1_000;

type Fetch = typeof globalThis.fetch;
type Registry = RecentMap<string, Buckets>;

const ofGlobalFetch: Registry = new RecentMap(MAX_CREDENTIALS);
const ofOtherFetches = new WeakMap<Fetch, Registry>();

/**
 * The lines of these credentials at this base URL, the same for every client of the process that goes out through the
 * same `fetch`. The limits are those of the first that asked.
 */
export function bucketsOf(
  settings: Pick<HttpClientSettings, "baseUrl" | "fetch" | "rateLimits">,
  authorization: string,
  clock: HttpClock,
): Buckets {
  const registry = registryOf(settings.fetch);
  const key = `${settings.baseUrl} ${authorization}`;
  const buckets = registry.get(key) ?? {
    create: new TokenBucket(settings.rateLimits.create, clock),
    other: new TokenBucket(settings.rateLimits.other, clock),
  };
  registry.set(key, buckets);
  return buckets;
}

function registryOf(fetch: Fetch | undefined): Registry {
  if (!fetch) return ofGlobalFetch;
  const registry = ofOtherFetches.get(fetch) ?? new RecentMap<string, Buckets>(MAX_CREDENTIALS);
  ofOtherFetches.set(fetch, registry);
  return registry;
}
