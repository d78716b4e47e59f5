import { RecentMap } from "../values/recent-map.ts";
import { isDoneKey } from "./done-key.ts";
import type { StateStore } from "./state-store.ts";

/** Entries of each kind that are kept unless said otherwise. */
const MAX_ENTRIES = 10_000;

type Entry = { value: string; version: string; expiresAt: number };

/**
 * A state store in this process: for one process and for tests. It forgets everything at a restart.
 *
 * @param options.maxEntries of streams and targets together, and so many again of webhooks that are done: these come all
 *   the time, and must not push out what is known. Of each kind the one that was written longest ago gives way. Default
 *   10 000
 * @param options.now milliseconds; default the real clock
 */
export function memoryStateStore(options: { maxEntries?: number; now?: () => number } = {}): StateStore {
  const { maxEntries = MAX_ENTRIES, now = Date.now } = options;
  const known = new RecentMap<string, Entry>(maxEntries);
  const done = new RecentMap<string, Entry>(maxEntries);
  const entriesFor = (key: string): RecentMap<string, Entry> => (isDoneKey(key) ? done : known);
  let written = 0;

  function find(key: string): Entry | undefined {
    const entry = entriesFor(key).get(key);
    if (!entry || entry.expiresAt > now()) return entry;
    entriesFor(key).delete(key);
    return undefined;
  }

  return {
    get: async (key) => {
      const entry = find(key);
      return entry && { value: entry.value, version: entry.version };
    },
    compareAndSet: async (key, value, version, ttlMs) => {
      if (find(key)?.version !== version) return false;
      written += 1;
      entriesFor(key).set(key, {
        value,
        version: String(written),
        expiresAt: ttlMs === undefined ? Infinity : now() + ttlMs,
      });
      return true;
    },
    delete: async (key) => {
      entriesFor(key).delete(key);
    },
  };
}
