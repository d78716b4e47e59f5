import { db } from "../database.ts";
import type { Migration } from "../migration.ts";

/** Streams, their targets, the log of their events, and who may ask. */
export const streamsTargetsEvents: Migration = {
  name: "0001-streams-targets-events",
  steps: ({ createTable, text, integer, position }) => [
    createTable("streams")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("provider", text, (column) => column.notNull())
      .addColumn("provider_id", text, (column) => column.notNull())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("enabled", integer, (column) => column.notNull())
      .addColumn("reference", text)
      .addColumn("metadata", text)
      .addColumn("ingest_sealed", text, (column) => column.notNull())
      .addColumn("ingest_hash", text)
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull()),
    db.schema.createIndex("streams_by_creation").on("streams").columns(["created_at", "id"]),
    db.schema.createIndex("streams_by_provider_id").unique().on("streams").columns(["provider", "provider_id"]),
    db.schema.createIndex("streams_by_reference").on("streams").column("reference"),
    db.schema.createIndex("streams_by_ingest_hash").unique().on("streams").column("ingest_hash"),
    createTable("targets")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("stream_id", text, (column) => column.notNull().references("streams.id").onDelete("cascade"))
      .addColumn("provider_id", text, (column) => column.notNull())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("enabled", integer, (column) => column.notNull())
      .addColumn("rendition", text, (column) => column.notNull())
      .addColumn("video_only", integer)
      .addColumn("reference", text)
      .addColumn("metadata", text)
      .addColumn("destination_sealed", text, (column) => column.notNull())
      .addColumn("destination_redacted", text, (column) => column.notNull())
      .addColumn("notices", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull()),
    db.schema.createIndex("targets_by_creation").on("targets").columns(["created_at", "id"]),
    db.schema.createIndex("targets_by_provider_id").unique().on("targets").columns(["stream_id", "provider_id"]),
    createTable("events")
      .addColumn("position", integer, position)
      .addColumn("id", text, (column) => column.notNull().unique())
      .addColumn("type", text, (column) => column.notNull())
      .addColumn("stream_id", text, (column) => column.notNull())
      .addColumn("target_id", text)
      .addColumn("sequence", integer)
      .addColumn("occurred_at", integer, (column) => column.notNull())
      .addColumn("body", text, (column) => column.notNull()),
    db.schema.createIndex("events_by_stream").on("events").columns(["stream_id", "position"]),
    createTable("api_keys")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("hash", text, (column) => column.notNull().unique())
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("scopes", text, (column) => column.notNull())
      .addColumn("last4", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull()),
    createTable("meta")
      .addColumn("key", text, (column) => column.primaryKey().notNull())
      .addColumn("value", text, (column) => column.notNull()),
  ],
};
