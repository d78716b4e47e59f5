import { sql } from "kysely";
import { all, type Reading } from "./access.ts";
import { db } from "./database.ts";

/** A stream of which something was written, and when, by the clock of who wrote it. */
export type ChangedStream = { id: string; at: number };

/** Streams that one look answers with, or one page of ids. */
export const LOOK_LIMIT = 500;

/**
 * Streams of which what is wanted, or what is known, was written after a time, in that order.
 *
 * @param after of the last page: its last stream
 */
export function* changedStreams(since: number, after?: ChangedStream): Reading<ChangedStream[]> {
  const written = db
    .selectFrom("streams")
    .select(["id", "updated_at as at"])
    .where("updated_at", ">", since)
    .unionAll(db.selectFrom("targets").select(["stream_id as id", "updated_at as at"]).where("updated_at", ">", since))
    .unionAll(
      db.selectFrom("stream_states").select(["stream_id as id", "updated_at as at"]).where("updated_at", ">", since),
    );
  const at = sql<number>`max(at)`;
  let query = db
    .selectFrom(written.as("written"))
    .select(["id", at.as("at")])
    .groupBy("id");
  if (after) query = query.having(sql<boolean>`(max(at), id) > (${after.at}, ${after.id})`);
  return yield* all(query.orderBy(at).orderBy("id").limit(LOOK_LIMIT));
}

/** The ids of all streams behind one, a page of them, with their instances. */
export function* streamIds(after: string): Reading<{ id: string; provider: string }[]> {
  const query = db.selectFrom("streams").select(["id", "provider"]).where("id", ">", after);
  return yield* all(query.orderBy("id").limit(LOOK_LIMIT));
}

/** The ids of an instance's streams behind one, so many of them. */
export function* streamIdsOf(provider: string, after: string, limit: number): Reading<string[]> {
  const query = db.selectFrom("streams").select("id").where("provider", "=", provider).where("id", ">", after);
  return (yield* all(query.orderBy("id").limit(limit))).map(({ id }) => id);
}

/** Our ids of streams by the provider's. */
export function* streamsAt(provider: string, providerIds: readonly string[]): Reading<string[]> {
  if (providerIds.length === 0) return [];
  const query = db.selectFrom("streams").select("id").where("provider", "=", provider);
  const rows = yield* all(query.where("provider_id", "in", providerIds.slice(0, LOOK_LIMIT)));
  return rows.map(({ id }) => id);
}
