import type { Clock } from "../../control/clock.ts";
import { type ApiKeyRecord, getApiKey, type Store } from "../../store/index.ts";

/** Watches keys for what goes on after its request was let in. */
export type KeyWatch = {
  /**
   * Calls back once when a key has expired, was deleted or has been replaced: never at once, at its expiry to the
   * moment, and within seconds of a deletion in another process. The returned function ends the watch.
   */
  watch(key: WatchedKey, onEnd: () => void): () => void;
};

/** What tells a key from the one that may take its place, and when it ends. */
export type WatchedKey = Pick<ApiKeyRecord, "id" | "hash" | "expiresAt">;

type Watcher = { key: WatchedKey; end: () => void };

/** How often the store is asked: what is told of a change may be lost. */
const LOOK_MS = 5000;

/** A timer cannot be set for more than 24 days. */
const MAX_TIMER_MS = 86_400_000;

/** Makes it. Its callers bound how much is watched; the store is asked only while something is. */
export function createKeyWatch({ store, clock }: { store: Store; clock: Clock }): KeyWatch {
  const watchers = new Set<Watcher>();
  let stopLooking: (() => void) | undefined;
  let looking = false;

  const look = async (ids: ReadonlySet<string>): Promise<void> => {
    const hashes = await store.read(function* () {
      const found = new Map<string, string | undefined>();
      for (const id of ids) found.set(id, (yield* getApiKey(id))?.hash);
      return found;
    });
    for (const { key, end } of watchers) {
      if (hashes.has(key.id) && hashes.get(key.id) !== key.hash) end();
    }
  };

  const idsOf = (): Set<string> => new Set([...watchers].map(({ key }) => key.id));

  const lookLater = (): void => {
    stopLooking = clock.after(LOOK_MS, () => {
      lookLater();
      if (looking) return;
      looking = true;
      // A store that does not answer tells nothing of a key: the next look does.
      void look(idsOf())
        .catch(() => {})
        .finally(() => (looking = false));
    });
  };

  store.listen("keys", (id) => {
    const ids = idsOf();
    const told = id === undefined ? ids : new Set(ids.has(id) ? [id] : []);
    if (told.size > 0) void look(told).catch(() => {});
  });

  return {
    watch(key, onEnd) {
      let stopWaiting: (() => void) | undefined;
      const leave = (): void => {
        stopWaiting?.();
        watchers.delete(watcher);
        if (watchers.size > 0) return;
        stopLooking?.();
        stopLooking = undefined;
      };
      const end = (): void => {
        if (!watchers.has(watcher)) return;
        leave();
        onEnd();
      };
      const watcher: Watcher = { key, end };
      const wait = (): void => {
        const leftMs = (key.expiresAt ?? Infinity) - clock.now();
        if (leftMs === Infinity) return;
        stopWaiting = clock.after(Math.min(Math.max(leftMs, 0), MAX_TIMER_MS), () => {
          if ((key.expiresAt ?? Infinity) <= clock.now()) end();
          else wait();
        });
      };
      watchers.add(watcher);
      wait();
      if (!stopLooking) lookLater();
      return leave;
    },
  };
}
