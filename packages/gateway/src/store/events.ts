import type { Event, EventType } from "@polycast/core";
import { eventSchema } from "@polycast/core/provider";
import type { Reader, Transaction } from "./access.ts";
import { fromJson } from "./columns.ts";
import { db } from "./database.ts";
import { MAX_PAGE } from "./page-cursor.ts";

/** An event and its place in the log. */
export type StoredEvent = { position: number; event: Event };

/** Events that the log keeps. */
const DEFAULT_KEEP = 100_000;

/** The log is cut at every so many positions, by at most twice as many: it also shrinks when `keep` was lowered. */
const TRIM_EVERY = 100;

/**
 * Appends an event in the unit that makes it true, and returns its position. Old events beyond `keep` go, a few at a
 * time.
 */
export function appendEvent(transaction: Transaction, event: Event, keep: number = DEFAULT_KEEP): number {
  const row = transaction.first(
    db
      .insertInto("events")
      .values({
        id: event.id,
        type: event.type,
        stream_id: event.streamId,
        target_id: "target" in event.data ? event.data.target.id : null,
        sequence: event.sequence ?? null,
        occurred_at: Date.parse(event.occurredAt),
        body: JSON.stringify(event),
      })
      .returning("position"),
  );
  const position = row?.position ?? 0;
  if (position % TRIM_EVERY === 0) trim(transaction, position - keep);
  return position;
}

export type EventQuery = {
  /** The position that the caller has seen; 0 for the beginning. */
  after: number;
  streamId?: string;
  types?: readonly EventType[];
  limit: number;
};

/** The events after a position, oldest first; at most 500 whatever the limit says. */
export function listEventsAfter(reader: Reader, query: EventQuery): StoredEvent[] {
  let select = db
    .selectFrom("events")
    .select(["position", "body"])
    .where("position", ">", query.after)
    .orderBy("position")
    .limit(Math.min(query.limit, MAX_PAGE));
  if (query.streamId !== undefined) select = select.where("stream_id", "=", query.streamId);
  if (query.types !== undefined) select = select.where("type", "in", query.types);
  return reader.all(select).map(({ position, body }) => ({ position, event: fromJson(eventSchema, body) }));
}

/** The position of the oldest event that is kept; absent while there is none. */
export function oldestPosition(reader: Reader): number | undefined {
  return reader.first(db.selectFrom("events").select("position").orderBy("position").limit(1))?.position;
}

/** The position of the newest event; 0 while there is none. */
export function newestPosition(reader: Reader): number {
  return reader.first(db.selectFrom("events").select("position").orderBy("position", "desc").limit(1))?.position ?? 0;
}

/**
 * Can everything after this position still be told? Not when events after it were trimmed, nor when it lies ahead of
 * the log, which then is another one.
 */
export function isKnownPosition(reader: Reader, after: number): boolean {
  const oldest = oldestPosition(reader);
  return oldest === undefined ? after === 0 : after >= oldest - 1 && after <= newestPosition(reader);
}

function trim(transaction: Transaction, upTo: number): void {
  const oldest = db
    .selectFrom("events")
    .select("position")
    .where("position", "<=", upTo)
    .orderBy("position")
    .limit(TRIM_EVERY * 2);
  transaction.run(db.deleteFrom("events").where("position", "in", oldest));
}
