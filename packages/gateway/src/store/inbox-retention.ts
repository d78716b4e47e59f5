import { first, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** What is settled, in the order in which it gives way: the quarantined may still be looked into. */
const settledStates = ["done", "quarantined"] as const;

/** Settled items that came before a time go, at most so many. Answers how many went. */
export function* deleteInboxItemsBefore(before: EpochMs, limit: number): Writing<number> {
  let gone = 0;
  for (const state of settledStates) {
    const old = oldest(state, limit - gone).where("received_at", "<", before);
    gone += yield* run(db.deleteFrom("inbox").where("id", "in", old));
  }
  return gone;
}

/** The settled items that came first go, at most so many. Answers how many went. */
export function* deleteOldestInboxItems(limit: number): Writing<number> {
  let gone = 0;
  for (const state of settledStates) {
    gone += yield* run(db.deleteFrom("inbox").where("id", "in", oldest(state, limit - gone)));
  }
  return gone;
}

/** The oldest settled items of one instance beyond so many go, at most `limit` of them. Answers how many went. */
export function* deleteInboxItemsOf(provider: string, keep: number, limit: number): Writing<number> {
  const surplus = db
    .selectFrom("inbox")
    .select("id")
    .where("provider", "=", provider)
    .where("state", "in", settledStates)
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .offset(keep);
  return yield* run(db.deleteFrom("inbox").where("id", "in", surplus));
}

/** Of the parked items, the oldest beyond so many are given up, at most `limit` of them. Answers how many were. */
export function* giveUpParkedBeyond(
  keep: number,
  outcome: { settledAt: EpochMs; reason: string },
  limit: number,
): Writing<number> {
  const surplus = db
    .selectFrom("inbox")
    .select("id")
    .where("state", "=", "parked")
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .offset(keep);
  const settled = { state: "done" as const, reason: outcome.reason, settled_at: outcome.settledAt, due_at: null };
  return yield* run(db.updateTable("inbox").set(settled).where("id", "in", surplus));
}

/** How many there are, whatever their state. */
export function* countInboxItems(): Reading<number> {
  return (yield* first(db.selectFrom("inbox").select((row) => row.fn.countAll<number>().as("count"))))?.count ?? 0;
}

function oldest(state: (typeof settledStates)[number], limit: number) {
  const query = db.selectFrom("inbox").select("id").where("state", "=", state);
  return query.orderBy("received_at").orderBy("id").limit(limit);
}
