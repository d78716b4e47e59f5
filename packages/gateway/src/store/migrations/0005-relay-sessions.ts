import { sql, type SqlBool } from "kysely";
import { db } from "../database.ts";
import type { Migration } from "../migration.ts";

/** What an owner leaves to the next relay, and the order in which streams of the relays were made. */
export const relaySessions: Migration = {
  name: "0005-relay-sessions",
  steps: ({ text, integer }) => [
    db.schema.alterTable("relay_streams").addColumn("created_at", integer, (column) => column.notNull().defaultTo(0)),
    db.schema.alterTable("relay_streams").addColumn("left_sequence", integer),
    db.schema.alterTable("relay_streams").addColumn("left_session", text),
    db.schema.alterTable("relay_streams").addColumn("left_at", integer),
    db.schema.createIndex("relay_streams_by_creation").on("relay_streams").columns(["instance", "created_at", "id"]),
    db.schema
      .createIndex("relay_streams_left")
      .on("relay_streams")
      .columns(["instance", "left_at"])
      .where(sql<SqlBool>`left_session is not null`),
  ],
};
