import type { Clock } from "../../control/clock.ts";
import { type ApiKeyRecord, type Store, touchApiKey } from "../../store/index.ts";

const MINUTE_MS = 60_000;
/** Keys whose last noted minute is remembered. */
const MAX_KEYS = 10_000;
/** Keys that are noted in one unit of work. */
const STEP = 500;

/** Notes when API keys were last used. */
export type LastUses = { note(key: Pick<ApiKeyRecord, "id" | "lastUsedAt">): void };

/**
 * Makes it: once a minute per key, behind the request's back, and many keys in one unit of work. What the store does not
 * take is noted with the next minute's use.
 */
export function createLastUses(store: Store, clock: Clock): LastUses {
  const minutes = new Map<string, number>();
  const waiting = new Map<string, number>();
  let writing = false;

  const writeAll = async (): Promise<void> => {
    while (waiting.size > 0) {
      const some = [...waiting].slice(0, STEP);
      for (const [id] of some) waiting.delete(id);
      await store.write(function* () {
        for (const [id, at] of some) yield* touchApiKey(id, at);
      });
    }
  };

  return {
    note({ id, lastUsedAt }) {
      const now = clock.now();
      const minute = now - (now % MINUTE_MS);
      if ((minutes.get(id) ?? lastUsedAt ?? 0) >= minute) return;
      if (minutes.size >= MAX_KEYS) minutes.clear();
      minutes.set(id, minute);
      waiting.set(id, now);
      if (writing) return;
      writing = true;
      writeAll()
        .catch(() => waiting.clear())
        .finally(() => (writing = false));
    },
  };
}
