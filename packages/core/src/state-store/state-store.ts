/** A stored text, and the version to replace it by. */
export type StoredState = { value: string; version: string };

/**
 * Where a client and a webhook receiver remember together what was seen: a port over whatever the app has (Redis, a
 * SQL table, a Durable Object). Values are text without credentials: a few kilobytes per stream, more while a handler of
 * webhooks throws; a few bytes per target; and, for 7 days, a few bytes per webhook.
 */
export type StateStore = {
  get(key: string): Promise<StoredState | undefined>;
  /**
   * Writes only if the version is still that one (absent: if there is nothing yet), and answers whether it did.
   *
   * @param ttlMs after which the entry may be forgotten
   */
  compareAndSet(key: string, value: string, version?: string, ttlMs?: number): Promise<boolean>;
  delete(key: string): Promise<void>;
};
