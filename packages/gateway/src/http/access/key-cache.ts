import type { Clock } from "../../control/clock.ts";
import { type ApiKeyRecord, findApiKey, type Store } from "../../store/index.ts";

/** Looks API keys up by their hash, at once where that was done a moment ago. */
export type KeyCache = {
  /** The key of a hash, expired or not; a promise where the store has to be asked. */
  find(hash: string): ApiKeyRecord | undefined | Promise<ApiKeyRecord | undefined>;
  /** Was there such a key when it was last looked up, or none a moment ago? Then asking for it is nothing new. */
  remembers(hash: string): boolean;
};

export type KeyCacheOptions = {
  store: Store;
  clock: Clock;
  /** How long a key is believed without asking: what is told of a change may be lost. Default 5000. */
  freshMs?: number;
  /** Keys that are remembered; of more, the one that was looked up longest ago goes. Default 10 000. */
  maxKeys?: number;
};

/** Hashes without a key that are remembered: anyone can send any number of them. */
const MAX_MISSES = 1000;

type Entry = { record: ApiKeyRecord; freshUntil: number };

/** Makes a cache. What does not exist has one of its own, so that it takes no room from what does. */
export function createKeyCache({ store, clock, freshMs = 5000, maxKeys = 10_000 }: KeyCacheOptions): KeyCache {
  const entries = new Map<string, Entry>();
  const misses = new Map<string, { freshUntil: number }>();
  let generation = 0;

  store.listen("keys", () => {
    generation += 1;
    for (const entry of entries.values()) entry.freshUntil = 0;
    misses.clear();
  });

  const isFresh = (looked: { freshUntil: number } | undefined): boolean => (looked?.freshUntil ?? 0) > clock.now();

  const look = async (hash: string): Promise<ApiKeyRecord | undefined> => {
    const asked = generation;
    const record = await store.read(() => findApiKey(hash));
    entries.delete(hash);
    misses.delete(hash);
    // What has changed while it was read may be missing in it.
    const freshUntil = asked === generation ? clock.now() + freshMs : 0;
    if (record) entries.set(hash, { record, freshUntil });
    else misses.set(hash, { freshUntil });
    dropOldest(entries, maxKeys);
    dropOldest(misses, MAX_MISSES);
    return record;
  };

  return {
    find(hash) {
      const entry = entries.get(hash);
      if (isFresh(entry)) return entry?.record;
      return isFresh(misses.get(hash)) ? undefined : look(hash);
    },
    remembers: (hash) => entries.has(hash) || isFresh(misses.get(hash)),
  };
}

function dropOldest(looked: Map<string, unknown>, max: number): void {
  const [oldest] = looked.keys();
  if (looked.size > max && oldest !== undefined) looked.delete(oldest);
}
