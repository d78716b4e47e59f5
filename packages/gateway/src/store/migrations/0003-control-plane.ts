import { sql } from "kysely";
import type { Query } from "../access.ts";
import { db } from "../database.ts";
import type { Layout } from "../layout.ts";
import type { Migration } from "../migration.ts";
import { toQuery } from "../raw-query.ts";

/** Wishes that are kept until the provider has taken them, tenants, and what several processes share. */
export const controlPlane: Migration = {
  name: "0003-control-plane",
  steps: (layout) => {
    const { createTable, text, integer, position } = layout;
    return [
      db.schema.alterTable("streams").addColumn("tenant_id", text),
      db.schema.alterTable("streams").addColumn("accepted", text),
      db.schema.alterTable("streams").addColumn("work", text),
      db.schema.alterTable("streams").addColumn("due_at", integer),
      db.schema.alterTable("streams").addColumn("deleting_at", integer),
      db.schema.alterTable("streams").addColumn("switching", text),
      db.schema.alterTable("streams").addColumn("notices", text),
      db.schema.createIndex("streams_by_tenant").on("streams").columns(["tenant_id", "created_at", "id"]),
      db.schema
        .createIndex("streams_due")
        .on("streams")
        .columns(["provider", "due_at"])
        .where("due_at", "is not", null),
      ...changeTargets(layout),
      db.schema.alterTable("events").addColumn("tenant_id", text),
      db.schema.alterTable("webhook_endpoints").addColumn("tenant_id", text),
      db.schema.alterTable("api_keys").addColumn("tenant_id", text),
      db.schema.alterTable("api_keys").addColumn("expires_at", integer),
      db.schema.alterTable("api_keys").addColumn("last_used_at", integer),
      createTable("idempotency")
        .addColumn("id", text, (column) => column.primaryKey().notNull())
        .addColumn("fingerprint", text, (column) => column.notNull())
        .addColumn("state", text, (column) => column.notNull())
        .addColumn("holder", text, (column) => column.notNull())
        .addColumn("held_until", integer, (column) => column.notNull())
        .addColumn("answer_sealed", text)
        .addColumn("created_at", integer, (column) => column.notNull())
        .addColumn("expires_at", integer, (column) => column.notNull()),
      db.schema.createIndex("idempotency_by_expiry").on("idempotency").column("expires_at"),
      createTable("leases")
        .addColumn("name", text, (column) => column.primaryKey().notNull())
        .addColumn("holder", text, (column) => column.notNull())
        .addColumn("epoch", integer, (column) => column.notNull())
        .addColumn("expires_at", integer, (column) => column.notNull())
        .addColumn("body", text),
      createTable("reports")
        .addColumn("position", integer, position)
        .addColumn("instance", text, (column) => column.notNull())
        .addColumn("source", text, (column) => column.notNull())
        .addColumn("body", text, (column) => column.notNull())
        .addColumn("created_at", integer, (column) => column.notNull()),
      db.schema.createIndex("reports_by_instance").on("reports").columns(["instance", "position"]),
      createTable("relay_streams")
        .addColumn("id", text, (column) => column.primaryKey().notNull())
        .addColumn("instance", text, (column) => column.notNull())
        .addColumn("wanted_sealed", text, (column) => column.notNull())
        .addColumn("revision", integer, (column) => column.notNull())
        .addColumn("owner", text)
        .addColumn("epoch", integer, (column) => column.notNull())
        .addColumn("released", integer, (column) => column.notNull())
        .addColumn("updated_at", integer, (column) => column.notNull()),
      db.schema.createIndex("streams_by_change").on("streams").column("updated_at"),
      db.schema.createIndex("targets_by_change").on("targets").column("updated_at"),
      db.schema.createIndex("stream_states_by_change").on("stream_states").column("updated_at"),
      db.schema.createIndex("relay_streams_by_instance").on("relay_streams").columns(["instance", "id"]),
    ];
  },
};

/** A target need not have an id at its provider. */
function changeTargets(layout: Layout): Query[] {
  return layout.dialect === "sqlite" ? rebuildTargets(layout) : alterTargets(layout);
}

function alterTargets({ text, integer }: Layout): Query[] {
  return [
    db.schema.alterTable("targets").alterColumn("provider_id", (column) => column.dropNotNull()),
    db.schema.alterTable("targets").addColumn("destination_hash", text),
    db.schema.alterTable("targets").addColumn("accepted", text),
    db.schema.alterTable("targets").addColumn("work", text),
    db.schema.alterTable("targets").addColumn("deleting_at", integer),
  ];
}

/** SQLite cannot let a column become nullable: the table is made anew. */
function rebuildTargets({ createTable, text, integer }: Layout): Query[] {
  return [
    createTable("targets_new")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("stream_id", text, (column) => column.notNull().references("streams.id").onDelete("cascade"))
      .addColumn("provider_id", text)
      .addColumn("name", text, (column) => column.notNull())
      .addColumn("enabled", integer, (column) => column.notNull())
      .addColumn("rendition", text, (column) => column.notNull())
      .addColumn("video_only", integer)
      .addColumn("reference", text)
      .addColumn("metadata", text)
      .addColumn("destination_sealed", text, (column) => column.notNull())
      .addColumn("destination_redacted", text, (column) => column.notNull())
      .addColumn("destination_hash", text)
      .addColumn("notices", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull())
      .addColumn("accepted", text)
      .addColumn("work", text)
      .addColumn("deleting_at", integer),
    toQuery(sql`insert into targets_new (id, stream_id, provider_id, name, enabled, rendition, video_only, reference, metadata,
      destination_sealed, destination_redacted, notices, created_at, updated_at)
      select id, stream_id, provider_id, name, enabled, rendition, video_only, reference, metadata,
      destination_sealed, destination_redacted, notices, created_at, updated_at from targets`),
    db.schema.dropTable("targets"),
    db.schema.alterTable("targets_new").renameTo("targets"),
    db.schema.createIndex("targets_by_creation").on("targets").columns(["created_at", "id"]),
    db.schema.createIndex("targets_by_provider_id").unique().on("targets").columns(["stream_id", "provider_id"]),
  ];
}
