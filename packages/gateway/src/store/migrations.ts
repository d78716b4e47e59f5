import { type Compilable, type Kysely, sql } from "kysely";
import type { Tables } from "./tables.ts";

/** One step from an older layout to a newer one. Written once, never changed after a release. */
export type Migration = { name: string; steps(db: Kysely<Tables>): Compilable[] };

/** In order of their use; names sort in that order. */
export const migrations: readonly Migration[] = [
  {
    name: "0001-streams-targets-events",
    steps: (db) => [
      db.schema
        .createTable("streams")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("provider", "text", (column) => column.notNull())
        .addColumn("provider_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("reference", "text")
        .addColumn("metadata", "text")
        .addColumn("ingest_sealed", "text", (column) => column.notNull())
        .addColumn("ingest_hash", "text")
        .addColumn("created_at", "integer", (column) => column.notNull())
        .addColumn("updated_at", "integer", (column) => column.notNull())
        .modifyEnd(sql`strict`),
      db.schema.createIndex("streams_by_creation").on("streams").columns(["created_at", "id"]),
      db.schema.createIndex("streams_by_provider_id").unique().on("streams").columns(["provider", "provider_id"]),
      db.schema.createIndex("streams_by_reference").on("streams").column("reference"),
      db.schema.createIndex("streams_by_ingest_hash").unique().on("streams").column("ingest_hash"),
      db.schema
        .createTable("targets")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("stream_id", "text", (column) => column.notNull().references("streams.id").onDelete("cascade"))
        .addColumn("provider_id", "text", (column) => column.notNull())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("enabled", "integer", (column) => column.notNull())
        .addColumn("rendition", "text", (column) => column.notNull())
        .addColumn("video_only", "integer")
        .addColumn("reference", "text")
        .addColumn("metadata", "text")
        .addColumn("destination_sealed", "text", (column) => column.notNull())
        .addColumn("destination_redacted", "text", (column) => column.notNull())
        .addColumn("notices", "text", (column) => column.notNull())
        .addColumn("created_at", "integer", (column) => column.notNull())
        .addColumn("updated_at", "integer", (column) => column.notNull())
        .modifyEnd(sql`strict`),
      db.schema.createIndex("targets_by_creation").on("targets").columns(["created_at", "id"]),
      db.schema.createIndex("targets_by_provider_id").unique().on("targets").columns(["stream_id", "provider_id"]),
      db.schema
        .createTable("events")
        .addColumn("position", "integer", (column) => column.primaryKey().autoIncrement())
        .addColumn("id", "text", (column) => column.notNull().unique())
        .addColumn("type", "text", (column) => column.notNull())
        .addColumn("stream_id", "text", (column) => column.notNull())
        .addColumn("target_id", "text")
        .addColumn("sequence", "integer")
        .addColumn("occurred_at", "integer", (column) => column.notNull())
        .addColumn("body", "text", (column) => column.notNull())
        .modifyEnd(sql`strict`),
      db.schema.createIndex("events_by_stream").on("events").columns(["stream_id", "position"]),
      db.schema
        .createTable("api_keys")
        .addColumn("id", "text", (column) => column.primaryKey().notNull())
        .addColumn("hash", "text", (column) => column.notNull().unique())
        .addColumn("name", "text", (column) => column.notNull())
        .addColumn("scopes", "text", (column) => column.notNull())
        .addColumn("last4", "text", (column) => column.notNull())
        .addColumn("created_at", "integer", (column) => column.notNull())
        .modifyEnd(sql`strict`),
      db.schema
        .createTable("meta")
        .addColumn("key", "text", (column) => column.primaryKey().notNull())
        .addColumn("value", "text", (column) => column.notNull())
        .modifyEnd(sql`strict`),
    ],
  },
];
