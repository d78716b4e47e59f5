import { first, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** A view token without the token. */
export type ViewTokenRecord = {
  id: string;
  /** SHA-256 of the token, hexadecimal. */
  hash: string;
  streamId: string;
  expiresAt: EpochMs;
};

/** Expired tokens that one call takes away at most. */
export const PRUNE_STEP = 200;

/** Goes away with its stream. @throws MultistreamError `conflict` when there is no such stream, or the hash is another's. */
export function* insertViewToken(token: ViewTokenRecord): Writing<void> {
  const { id, hash, streamId, expiresAt } = token;
  yield* run(db.insertInto("view_tokens").values({ id, hash, stream_id: streamId, expires_at: expiresAt }));
}

/** Finds a token by the hash of what was sent, expired or not. */
export function* findViewToken(hash: string): Reading<ViewTokenRecord | undefined> {
  const row = yield* first(db.selectFrom("view_tokens").selectAll().where("hash", "=", hash));
  return row && { id: row.id, hash: row.hash, streamId: row.stream_id, expiresAt: row.expires_at };
}

/** How many tokens of a stream have not expired. */
export function* countViewTokens(streamId: string, now: EpochMs): Reading<number> {
  const query = db
    .selectFrom("view_tokens")
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .where("stream_id", "=", streamId)
    .where("expires_at", ">", now);
  return (yield* first(query))?.count ?? 0;
}

/** Takes away tokens that have expired, at most `PRUNE_STEP` at a time, and answers how many. */
export function* pruneViewTokens(now: EpochMs): Writing<number> {
  const expired = db
    .selectFrom("view_tokens")
    .select("id")
    .where("expires_at", "<=", now)
    .orderBy("expires_at")
    .limit(PRUNE_STEP);
  return yield* run(db.deleteFrom("view_tokens").where("id", "in", expired));
}
