import { type Selectable, sql, type SqlBool } from "kysely";
import { all, first, type Reading, run, type Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { MAX_PAGE, olderThan, type Page, toPageBy } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/**
 * `received`: to be processed. `parked`: about a thing that is not known yet. `done`: processed. `quarantined`: not to
 * be believed as it is, or not understood; see `reason`.
 */
export const inboxStates = ["received", "parked", "done", "quarantined"] as const;
export type InboxState = (typeof inboxStates)[number];

/** A webhook of a provider as it is kept. */
export type InboxRecord = {
  id: string;
  /** The instance name in the config. */
  provider: string;
  /** The provider's own id of the event: once per instance. */
  eventId: string;
  /** The provider's own word. */
  type: string;
  state: InboxState;
  reason?: string;
  /** Sealed for `inboxPlace(id)`. */
  contentSealed: string;
  receivedAt: EpochMs;
  occurredAt: EpochMs;
  settledAt?: EpochMs;
  /** How often it was looked at. */
  attempts: number;
  /** When a parked one is looked at again. */
  dueAt?: EpochMs;
};

/** Answers whether it is new: one of the same instance and event id is kept as it is. */
export function* insertInboxItem(item: InboxRecord): Writing<boolean> {
  const values = {
    id: item.id,
    provider: item.provider,
    event_id: item.eventId,
    type: item.type,
    state: item.state,
    reason: item.reason ?? null,
    body_sealed: item.contentSealed,
    received_at: item.receivedAt,
    occurred_at: item.occurredAt,
    settled_at: item.settledAt ?? null,
    attempts: item.attempts,
    due_at: item.dueAt ?? null,
  };
  return (yield* run(insertOnce(values))) > 0;
}

const insertOnce = compileOnce((row: Selectable<Tables["inbox"]>) =>
  db
    .insertInto("inbox")
    .values({
      id: row.id,
      provider: row.provider,
      event_id: row.event_id,
      type: row.type,
      state: row.state,
      reason: row.reason,
      body_sealed: row.body_sealed,
      received_at: row.received_at,
      occurred_at: row.occurred_at,
      settled_at: row.settled_at,
      attempts: row.attempts,
      due_at: row.due_at,
    })
    .onConflict((conflict) => conflict.columns(["provider", "event_id"]).doNothing()),
);

/** How a look at an item ended. */
export type InboxOutcome =
  | { state: "done" | "quarantined"; settledAt: EpochMs; reason?: string }
  | { state: "parked"; dueAt: EpochMs; reason: string };

/** Writes how a look ended, unless the item is settled already. Answers whether it was open. */
export function* setInboxOutcome(id: string, outcome: InboxOutcome): Writing<boolean> {
  const { state, reason = null } = outcome;
  const settled = outcome.state === "parked" ? null : outcome.settledAt;
  const due = outcome.state === "parked" ? outcome.dueAt : null;
  return (yield* run(setOutcome({ id, state, reason, settled, due }))) > 0;
}

type OutcomeValues = {
  id: string;
  state: InboxState;
  reason: string | null;
  settled: number | null;
  due: number | null;
};

const setOutcome = compileOnce(({ id, state, reason, settled, due }: OutcomeValues) =>
  db
    .updateTable("inbox")
    .set((columns) => ({
      state,
      reason,
      settled_at: settled,
      due_at: due,
      attempts: columns("attempts", "+", 1),
    }))
    .where("id", "=", id)
    .where("state", "in", ["received", "parked"]),
);

export function* getInboxItem(id: string): Reading<InboxRecord | undefined> {
  const row = yield* first(db.selectFrom("inbox").selectAll().where("id", "=", id));
  return row && toRecord(row);
}

/** Those to be processed but for those of other instances, in the order in which they came. */
export function* receivedItems(others: readonly string[], limit: number): Reading<InboxRecord[]> {
  const received = db.selectFrom("inbox").selectAll().where("state", "=", "received");
  // An empty list is no SQL.
  const query = others.length === 0 ? received : received.where("provider", "not in", others);
  return (yield* all(query.orderBy("received_at").orderBy("id").limit(limit))).map(toRecord);
}

/** A place in the order of reception. */
export type InboxPosition = { receivedAt: EpochMs; id: string };

/** Parked ones of an instance behind a place, in the order in which they came. */
export function* parkedItems(provider: string, after: InboxPosition, limit: number): Reading<InboxRecord[]> {
  const query = db
    .selectFrom("inbox")
    .selectAll()
    .where("state", "=", "parked")
    .where("provider", "=", provider)
    .where(sql<SqlBool>`(received_at, id) > (${after.receivedAt}, ${after.id})`);
  return (yield* all(query.orderBy("received_at").orderBy("id").limit(limit))).map(toRecord);
}

/** Parked ones that are due but for those of other instances, the longest due first. */
export function* dueItems(others: readonly string[], now: EpochMs, limit: number): Reading<InboxRecord[]> {
  const due = db.selectFrom("inbox").selectAll().where("due_at", "is not", null).where("due_at", "<=", now);
  const query = others.length === 0 ? due : due.where("provider", "not in", others);
  return (yield* all(query.orderBy("due_at").limit(limit))).map(toRecord);
}

/** When the next parked one is due that is not of other instances; absent when none is parked. */
export function* nextDueAt(others: readonly string[]): Reading<EpochMs | undefined> {
  const parked = db.selectFrom("inbox").select("due_at").where("due_at", "is not", null);
  const query = others.length === 0 ? parked : parked.where("provider", "not in", others);
  return (yield* first(query.orderBy("due_at").limit(1)))?.due_at ?? undefined;
}

/** Which items; absent fields filter nothing. */
export type InboxFilter = { provider?: string | undefined; state?: InboxState | undefined };

/**
 * One page, newest first; at most 500 whatever the limit says.
 *
 * @throws MultistreamError `invalid_argument` on a foreign cursor.
 */
export function* listInboxItems(
  query: InboxFilter & { cursor?: string | undefined; limit: number },
): Reading<Page<InboxRecord>> {
  const { provider, state, cursor } = query;
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db
    .selectFrom("inbox")
    .selectAll()
    .orderBy("received_at", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (provider !== undefined) select = select.where("provider", "=", provider);
  if (state !== undefined) select = select.where("state", "=", state);
  if (cursor !== undefined) select = select.where(olderThan(cursor, "received_at"));
  return toPageBy((yield* all(select)).map(toRecord), limit, ({ receivedAt, id }) => ({ createdAt: receivedAt, id }));
}

function toRecord(row: Selectable<Tables["inbox"]>): InboxRecord {
  return {
    id: row.id,
    provider: row.provider,
    eventId: row.event_id,
    type: row.type,
    state: row.state,
    ...(row.reason === null ? {} : { reason: row.reason }),
    contentSealed: row.body_sealed,
    receivedAt: row.received_at,
    occurredAt: row.occurred_at,
    ...(row.settled_at === null ? {} : { settledAt: row.settled_at }),
    attempts: row.attempts,
    ...(row.due_at === null ? {} : { dueAt: row.due_at }),
  };
}
