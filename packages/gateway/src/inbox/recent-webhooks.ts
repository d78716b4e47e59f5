import type { VerifiedWebhook } from "@polycast/core/provider";

/** Verified webhooks until their turn has come, so that they need not be opened again. */
export type RecentWebhooks = {
  /** Keeps one; where there is no room, the oldest go: what is not here is read from the store. */
  add(id: string, webhook: VerifiedWebhook, bytes: number): void;
  /** Takes it out. */
  take(id: string): VerifiedWebhook | undefined;
};

/** Of their bodies; parsed they take several times as much. */
const MAX_BYTES = 8 * 1024 * 1024;
const MAX_COUNT = 5_000;

/** Makes an empty collection. */
export function createRecentWebhooks(): RecentWebhooks {
  const kept = new Map<string, { webhook: VerifiedWebhook; bytes: number }>();
  let taken = 0;

  const take = (id: string): VerifiedWebhook | undefined => {
    const found = kept.get(id);
    if (!found) return undefined;
    kept.delete(id);
    taken -= found.bytes;
    return found.webhook;
  };

  return {
    take,
    add(id, webhook, bytes) {
      kept.set(id, { webhook, bytes });
      taken += bytes;
      for (const oldest of kept.keys()) {
        if (kept.size <= MAX_COUNT && taken <= MAX_BYTES) return;
        take(oldest);
      }
    },
  };
}
