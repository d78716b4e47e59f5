import type { Reader, Transaction } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** What is settled, in the order in which it gives way: the quarantined may still be looked into. */
const settledStates = ["done", "quarantined"] as const;

/** Settled items that came before a time go, at most so many. Answers how many went. */
export function deleteInboxItemsBefore(transaction: Transaction, before: EpochMs, limit: number): number {
  return settledStates.reduce((gone, state) => {
    const old = oldest(state, limit - gone).where("received_at", "<", before);
    return gone + transaction.run(db.deleteFrom("inbox").where("id", "in", old));
  }, 0);
}

/** The settled items that came first go, at most so many. Answers how many went. */
export function deleteOldestInboxItems(transaction: Transaction, limit: number): number {
  return settledStates.reduce(
    (gone, state) => gone + transaction.run(db.deleteFrom("inbox").where("id", "in", oldest(state, limit - gone))),
    0,
  );
}

/** The oldest settled items of one instance beyond so many go, at most `limit` of them. Answers how many went. */
export function deleteInboxItemsOf(transaction: Transaction, provider: string, keep: number, limit: number): number {
  const surplus = db
    .selectFrom("inbox")
    .select("id")
    .where("provider", "=", provider)
    .where("state", "in", settledStates)
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .offset(keep);
  return transaction.run(db.deleteFrom("inbox").where("id", "in", surplus));
}

/** Of the parked items, the oldest beyond so many are given up, at most `limit` of them. Answers how many were. */
export function giveUpParkedBeyond(
  transaction: Transaction,
  keep: number,
  outcome: { settledAt: EpochMs; reason: string },
  limit: number,
): number {
  const surplus = db
    .selectFrom("inbox")
    .select("id")
    .where("state", "=", "parked")
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit)
    .offset(keep);
  const settled = { state: "done" as const, reason: outcome.reason, settled_at: outcome.settledAt, due_at: null };
  return transaction.run(db.updateTable("inbox").set(settled).where("id", "in", surplus));
}

/** How many there are, whatever their state. */
export function countInboxItems(reader: Reader): number {
  return reader.first(db.selectFrom("inbox").select((row) => row.fn.countAll<number>().as("count")))?.count ?? 0;
}

function oldest(state: (typeof settledStates)[number], limit: number) {
  const query = db.selectFrom("inbox").select("id").where("state", "=", state);
  return query.orderBy("received_at").orderBy("id").limit(limit);
}
