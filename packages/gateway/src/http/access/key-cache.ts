import type { Clock } from "../../control/clock.ts";
import { type ApiKeyRecord, findApiKey, type Store } from "../../store/index.ts";

/** Looks API keys up by their hash, at once where that was done a moment ago. */
export type KeyCache = {
  /** The key of a hash, expired or not; a promise where the store has to be asked. */
  find(hash: string): ApiKeyRecord | undefined | Promise<ApiKeyRecord | undefined>;
  /** Was there such a key when it was last looked up? */
  knows(hash: string): boolean;
};

export type KeyCacheOptions = {
  store: Store;
  clock: Clock;
  /** How long a key is believed without asking: what is told of a change may be lost. Default 5000. */
  freshMs?: number;
  /** Keys that are remembered; of more, the one that was looked up longest ago goes. Default 10 000. */
  maxKeys?: number;
};

type Entry = { record: ApiKeyRecord; freshUntil: number };

/** Makes a cache. Keys that do not exist are not remembered: anyone can send any number of them. */
export function createKeyCache({ store, clock, freshMs = 5000, maxKeys = 10_000 }: KeyCacheOptions): KeyCache {
  const entries = new Map<string, Entry>();
  let generation = 0;

  store.listen("keys", () => {
    generation += 1;
    for (const entry of entries.values()) entry.freshUntil = 0;
  });

  const look = async (hash: string): Promise<ApiKeyRecord | undefined> => {
    const asked = generation;
    const record = await store.read(() => findApiKey(hash));
    entries.delete(hash);
    if (!record) return undefined;
    // What has changed while it was read may be missing in it.
    entries.set(hash, { record, freshUntil: asked === generation ? clock.now() + freshMs : 0 });
    const [oldest] = entries.keys();
    if (entries.size > maxKeys && oldest !== undefined) entries.delete(oldest);
    return record;
  };

  return {
    find(hash) {
      const entry = entries.get(hash);
      return entry && entry.freshUntil > clock.now() ? entry.record : look(hash);
    },
    knows: (hash) => entries.has(hash),
  };
}
