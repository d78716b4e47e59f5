import type { EndpointEvent, Event } from "@polycast/core";
import { endpointEventSchema, eventSchema } from "@polycast/core/provider";
import { type Selectable, sql, type SqlBool } from "kysely";
import * as z from "zod";
import { all, change, first, notify, type Reading, type Writing } from "./access.ts";
import { fromJson } from "./columns.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { LOG_BEGINNING, type LogPosition, placeOf, toLogPosition } from "./log-position.ts";
import { MAX_PAGE } from "./page-cursor.ts";
import type { Tables } from "./tables.ts";

/** What the log holds: events of streams and targets, and of the gateway's own webhook endpoints. */
export type LoggedEvent = Event | EndpointEvent;
const loggedEventSchema = z.union([eventSchema, endpointEventSchema]);

/** An event and its place in the log. */
export type StoredEvent = { position: LogPosition; event: LoggedEvent };

/**
 * Appends an event in the unit that makes it true, tells those who listen to `events`, and returns its position. Its
 * `sequence` is that position, whatever it carries: readers add it.
 */
export function* appendEvent(event: LoggedEvent): Writing<number> {
  const row = yield* change(
    insertEvent({
      id: event.id,
      type: event.type,
      // Empty: it belongs to no stream.
      stream_id: "streamId" in event ? event.streamId : "",
      target_id: "target" in event.data ? event.data.target.id : null,
      tenant_id: event.tenantId ?? null,
      occurred_at: Date.parse(event.occurredAt),
      observed_at: Date.parse(event.observedAt),
      body: JSON.stringify("streamId" in event ? { ...event, sequence: undefined } : event),
    }),
  );
  yield* notify("events");
  return row?.position ?? 0;
}

/** An event as it is told, with its position as its `sequence`; one of an endpoint has none. */
export function numbered(event: LoggedEvent, position: number): LoggedEvent {
  return "streamId" in event ? { ...event, sequence: position } : event;
}

const insertEvent = compileOnce((row: Omit<Selectable<Tables["events"]>, "tx" | "position">) =>
  db
    .insertInto("events")
    .values({
      id: row.id,
      type: row.type,
      stream_id: row.stream_id,
      target_id: row.target_id,
      tenant_id: row.tenant_id,
      occurred_at: row.occurred_at,
      observed_at: row.observed_at,
      body: row.body,
    })
    .returning("position"),
);

export type EventQuery = {
  /** The position that the caller has seen. Default: the beginning. */
  after?: LogPosition;
  streamId?: string;
  tenantId?: string;
  types?: readonly LoggedEvent["type"][];
  limit: number;
};

/** The events after a position, oldest first; at most 500 whatever the limit says. */
export function* listEventsAfter(query: EventQuery): Reading<StoredEvent[]> {
  const { tx, position } = placeOf(query.after ?? LOG_BEGINNING);
  let select = db
    .selectFrom("event_log")
    .select(["tx", "position", "body"])
    .where(sql<SqlBool>`(tx, position) > (${tx}, ${position})`)
    .orderBy("tx")
    .orderBy("position")
    .limit(Math.min(query.limit, MAX_PAGE));
  if (query.streamId !== undefined) select = select.where("stream_id", "=", query.streamId);
  if (query.tenantId !== undefined) select = select.where("tenant_id", "=", query.tenantId);
  if (query.types !== undefined) select = select.where("type", "in", query.types);
  const rows = yield* all(select);
  return rows.map((row) => ({
    position: toLogPosition(row),
    event: numbered(fromJson(loggedEventSchema, row.body), row.position),
  }));
}

/** A statement takes so many values at most, with room to spare. */
const MAX_LOOKUP = 10_000;

/** Is one of these events in the log? At most the first 10 000 ids are looked for. */
export function* hasAnyEvent(ids: readonly string[]): Reading<boolean> {
  const query = db.selectFrom("events").select("position").where("id", "in", ids.slice(0, MAX_LOOKUP)).limit(1);
  return ids.length > 0 && (yield* first(query)) !== undefined;
}
