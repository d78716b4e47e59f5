import { sql } from "kysely";
import type { Query } from "../access.ts";
import { db } from "../database.ts";
import type { Dialect, Layout } from "../layout.ts";
import type { Migration } from "../migration.ts";
import { toQuery } from "../raw-query.ts";

/** The log of events gets an order that holds with several writers at a time, and a note of where it begins. */
export const eventLog: Migration = {
  name: "0004-event-log",
  steps: (layout) => [
    ...eventLogBase(layout),
    db.schema
      .alterTable("events")
      .addColumn("tx", layout.integer, (column) => column.notNull().defaultTo(sql.raw(appendedIn[layout.dialect]))),
    db.schema.dropIndex("events_by_stream"),
    db.schema.createIndex("events_in_order").on("events").columns(["tx", "position"]),
    db.schema.createIndex("events_by_stream").on("events").columns(["stream_id", "tx", "position"]),
    db.schema.createIndex("events_by_tenant").on("events").columns(["tenant_id", "tx", "position"]),
    toQuery(
      sql`create view event_log as select tx, position, id, type, stream_id, target_id, tenant_id, occurred_at,
        observed_at, body from events${sql.raw(settled[layout.dialect])}`,
    ),
    // Where events were trimmed before, the log begins behind them.
    toQuery(
      sql`insert into meta (key, value) select 'event_log_start', cast(min(position) - 1 as text) from events
        having min(position) > 1`,
    ),
    ...oneAfterTheOther(layout),
  ],
};

/**
 * Which transaction an event was appended in. On SQLite there is one at a time, so that positions alone are in order.
 * On PostgreSQL a later position may be committed first, but the numbers of transactions are in order: they are counted
 * from a base, see `lift-event-log.ts`.
 */
const appendedIn: Readonly<Record<Dialect, string>> = {
  sqlite: "0",
  postgres: "(event_log_base() + pg_current_xact_id()::text::bigint)",
};

/** What no transaction that is still open can come before: the log as it stays. */
const settled: Readonly<Record<Dialect, string>> = {
  sqlite: "",
  postgres: " where tx < event_log_base() + pg_snapshot_xmin(pg_current_snapshot())::text::bigint",
};

function eventLogBase({ dialect }: Layout): Query[] {
  if (dialect === "sqlite") return [];
  return [toQuery(sql`create function event_log_base() returns bigint language sql stable as 'select 0::bigint'`)];
}

/**
 * Two units that tell something of one stream come across each other: the one that commits later is repeated, and sees
 * and tells what the other has changed. Else an event could tell an older wish, or have a lower position, than the one
 * before it. On SQLite units run one after the other.
 */
function oneAfterTheOther({ dialect }: Layout): Query[] {
  if (dialect === "sqlite") return [];
  return [
    toQuery(
      sql`create function touch_stream() returns trigger language plpgsql as
        'begin update streams set id = id where id = new.stream_id; return new; end'`,
    ),
    toQuery(
      sql`create trigger events_one_after_the_other before insert on events
        for each row execute function touch_stream()`,
    ),
  ];
}
