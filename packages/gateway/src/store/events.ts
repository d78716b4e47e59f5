import type { EndpointEvent, Event } from "@polycast/core";
import { endpointEventSchema, eventSchema } from "@polycast/core/provider";
import type { Selectable } from "kysely";
import * as z from "zod";
import type { Reader, Transaction } from "./access.ts";
import { fromJson } from "./columns.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { MAX_PAGE } from "./page-cursor.ts";
import type { Tables } from "./tables.ts";

/** What the log holds: events of streams and targets, and of the gateway's own webhook endpoints. */
export type LoggedEvent = Event | EndpointEvent;
const loggedEventSchema = z.union([eventSchema, endpointEventSchema]);

/** An event and its place in the log. */
export type StoredEvent = { position: number; event: LoggedEvent };

/** Events that the log keeps. */
const DEFAULT_KEEP = 100_000;

/** The log is cut at every so many positions, by at most twice as many: it also shrinks when `keep` was lowered. */
const TRIM_EVERY = 100;
/** Events that one cut takes away at most. */
export const TRIM_STEP: number = TRIM_EVERY * 2;

/**
 * Appends an event in the unit that makes it true, and returns its position. Old events beyond `keep` go, a few at a
 * time.
 */
export function appendEvent(transaction: Transaction, event: LoggedEvent, keep: number = DEFAULT_KEEP): number {
  const row = transaction.first(
    insertEvent({
      id: event.id,
      type: event.type,
      // Empty: it belongs to no stream.
      stream_id: "streamId" in event ? event.streamId : "",
      target_id: "target" in event.data ? event.data.target.id : null,
      sequence: ("sequence" in event ? event.sequence : undefined) ?? null,
      occurred_at: Date.parse(event.occurredAt),
      observed_at: Date.parse(event.observedAt),
      body: JSON.stringify(event),
    }),
  );
  const position = row?.position ?? 0;
  if (position % TRIM_EVERY === 0) trimEvents(transaction, { keep });
  return position;
}

const insertEvent = compileOnce((row: Omit<Selectable<Tables["events"]>, "position">) =>
  db
    .insertInto("events")
    .values({
      id: row.id,
      type: row.type,
      stream_id: row.stream_id,
      target_id: row.target_id,
      sequence: row.sequence,
      occurred_at: row.occurred_at,
      observed_at: row.observed_at,
      body: row.body,
    })
    .returning("position"),
);

export type EventQuery = {
  /** The position that the caller has seen; 0 for the beginning. */
  after: number;
  streamId?: string;
  types?: readonly LoggedEvent["type"][];
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
  return reader.all(select).map(({ position, body }) => ({ position, event: fromJson(loggedEventSchema, body) }));
}

/** A statement takes so many values at most, with room to spare. */
const MAX_LOOKUP = 10_000;

/** Is one of these events in the log? At most the first 10 000 ids are looked for. */
export function hasAnyEvent(reader: Reader, ids: readonly string[]): boolean {
  const query = db.selectFrom("events").select("position").where("id", "in", ids.slice(0, MAX_LOOKUP)).limit(1);
  return ids.length > 0 && reader.first(query) !== undefined;
}

/** The position of the oldest event that is kept; absent while there is none. */
export function oldestPosition(reader: Reader): number | undefined {
  return reader.first(db.selectFrom("events").select("position").orderBy("position").limit(1))?.position;
}

/** The position of the newest event; 0 while there is none. */
export function newestPosition(reader: Reader): number {
  return reader.first(newest({}))?.position ?? 0;
}

const newest = compileOnce(() => db.selectFrom("events").select("position").orderBy("position", "desc").limit(1));

/**
 * Can everything after this position still be told? Not when events after it were trimmed, nor when it lies ahead of
 * the log, which then is another one.
 */
export function isKnownPosition(reader: Reader, after: number): boolean {
  const oldest = oldestPosition(reader);
  return oldest === undefined ? after === 0 : after >= oldest - 1 && after <= newestPosition(reader);
}

/** What the log may forget. */
export type Trimming = {
  /** Events that stay whatever their age. Default 100 000. */
  keep?: number;
  /** Events that were observed before this time go, in milliseconds since the epoch. Default: none for its age. */
  before?: number;
};

/**
 * Takes away the oldest events, at most `TRIM_STEP` at a time, and answers how many. What remains has no gap: the first
 * event that may stay keeps all that follow it. The newest always stays, because it holds the place that the log has
 * reached.
 */
export function trimEvents(transaction: Transaction, { keep = DEFAULT_KEEP, before = 0 }: Trimming): number {
  const newest = newestPosition(transaction);
  const oldest = transaction.all(
    db.selectFrom("events").select(["position", "observed_at"]).orderBy("position").limit(TRIM_STEP),
  );
  const stays = oldest.findIndex(
    ({ position, observed_at }) => position === newest || (position > newest - keep && observed_at >= before),
  );
  const last = (stays === -1 ? oldest : oldest.slice(0, stays)).at(-1);
  if (!last) return 0;
  return transaction.run(db.deleteFrom("events").where("position", "<=", last.position));
}
