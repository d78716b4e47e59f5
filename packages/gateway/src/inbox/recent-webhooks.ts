import type { VerifiedWebhook } from "@polycast/core/provider";

/** Verified webhooks between their commit and their turn, so that they need not be opened again. */
export type RecentWebhooks = {
  /** Keeps one, while there is room: what is not here is read from the store. */
  add(id: string, webhook: VerifiedWebhook, bytes: number): void;
  /** Takes it out. */
  take(id: string): VerifiedWebhook | undefined;
  /** Only these still wait: all others have had their turn already. */
  keepOnly(ids: ReadonlySet<string>): void;
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
      if (kept.size >= MAX_COUNT || taken + bytes > MAX_BYTES) return;
      kept.set(id, { webhook, bytes });
      taken += bytes;
    },
    keepOnly(ids) {
      for (const id of kept.keys()) if (!ids.has(id)) take(id);
    },
  };
}
