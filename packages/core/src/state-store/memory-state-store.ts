import { RecentMap } from "../values/recent-map.ts";
import type { StateStore } from "./state-store.ts";

/** Entries that are kept unless said otherwise; the one that was written longest ago gives way. */
const MAX_ENTRIES = 10_000;

type Entry = { value: string; version: string; expiresAt: number };

/**
 * A state store in this process: for one process and for tests. It forgets everything at a restart.
 *
 * @param options.maxEntries default 10 000
 * @param options.now milliseconds; default the real clock
 */
export function memoryStateStore(options: { maxEntries?: number; now?: () => number } = {}): StateStore {
  const { maxEntries = MAX_ENTRIES, now = Date.now } = options;
  const entries = new RecentMap<string, Entry>(maxEntries);
  let written = 0;

  function find(key: string): Entry | undefined {
    const entry = entries.get(key);
    if (!entry || entry.expiresAt > now()) return entry;
    entries.delete(key);
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
      entries.set(key, { value, version: String(written), expiresAt: ttlMs === undefined ? Infinity : now() + ttlMs });
      return true;
    },
    delete: async (key) => {
      entries.delete(key);
    },
  };
}
