import { sql, type SqlBool } from "kysely";
import { all, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { InboxFilter, InboxPosition, InboxRecord } from "./inbox.ts";
import type { EpochMs } from "./tables.ts";

const fresh = { state: "received", reason: null, settled_at: null, due_at: null } as const;

/** Takes back an event that was quarantined for this reason, to be processed. Answers whether there was one. */
export function* releaseInboxItem(item: InboxRecord, reason: string): Writing<boolean> {
  const again = db
    .updateTable("inbox")
    .set(fresh)
    .where("provider", "=", item.provider)
    .where("event_id", "=", item.eventId)
    .where("state", "=", "quarantined")
    .where("reason", "=", reason);
  return (yield* run(again)) > 0;
}

/** Which items to process again. */
export type InboxReplay = InboxFilter & {
  receivedAfter?: EpochMs | undefined;
  receivedBefore?: EpochMs | undefined;
};

/**
 * Sets some of those that were looked at back to `received`, in the order in which they came, from behind a place.
 * Answers how many, and where it stopped; absent at the end.
 */
export function* replayInboxItems(
  filter: InboxReplay,
  after: InboxPosition,
  limit: number,
): Writing<{ replayed: number; end?: InboxPosition }> {
  const { provider, state, receivedAfter, receivedBefore } = filter;
  let select = db
    .selectFrom("inbox")
    .select(["id", "received_at as receivedAt"])
    .where("state", "!=", "received")
    .where(sql<SqlBool>`(received_at, id) > (${after.receivedAt}, ${after.id})`);
  if (provider !== undefined) select = select.where("provider", "=", provider);
  if (state !== undefined) select = select.where("state", "=", state);
  if (receivedAfter !== undefined) select = select.where("received_at", ">=", receivedAfter);
  if (receivedBefore !== undefined) select = select.where("received_at", "<", receivedBefore);
  const rows = yield* all(select.orderBy("received_at").orderBy("id").limit(limit));
  for (const { id } of rows) yield* replayInboxItem(id);
  const end = rows.at(-1);
  return { replayed: rows.length, ...(end && rows.length === limit ? { end } : {}) };
}

/** Sets an item back to `received`. Answers whether there is such an item. */
export function* replayInboxItem(id: string): Writing<boolean> {
  return (yield* run(db.updateTable("inbox").set(fresh).where("id", "=", id))) > 0;
}
