import { db } from "../database.ts";
import type { Migration } from "../migration.ts";

/** Webhooks of providers, webhooks of ours, and tokens to look on. */
export const eventsInAndOut: Migration = {
  name: "0002-events-in-and-out",
  steps: ({ createTable, text, integer, position }) => [
    createTable("stream_states")
      .addColumn("stream_id", text, (column) =>
        column.primaryKey().notNull().references("streams.id").onDelete("cascade"),
      )
      .addColumn("body", text, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull()),
    createTable("inbox")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("provider", text, (column) => column.notNull())
      .addColumn("event_id", text, (column) => column.notNull())
      .addColumn("type", text, (column) => column.notNull())
      .addColumn("state", text, (column) => column.notNull())
      .addColumn("reason", text)
      .addColumn("body_sealed", text, (column) => column.notNull())
      .addColumn("received_at", integer, (column) => column.notNull())
      .addColumn("occurred_at", integer, (column) => column.notNull())
      .addColumn("settled_at", integer)
      .addColumn("attempts", integer, (column) => column.notNull())
      .addColumn("due_at", integer),
    db.schema.createIndex("inbox_once").on("inbox").columns(["provider", "event_id"]).unique(),
    db.schema.createIndex("inbox_due").on("inbox").column("due_at").where("due_at", "is not", null),
    db.schema.createIndex("inbox_by_state").on("inbox").columns(["state", "received_at", "id"]),
    db.schema.createIndex("inbox_by_reception").on("inbox").columns(["received_at", "id"]),
    createTable("provider_webhooks")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("provider", text, (column) => column.notNull())
      .addColumn("provider_id", text, (column) => column.notNull())
      .addColumn("url", text, (column) => column.notNull())
      .addColumn("secret_sealed", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull()),
    db.schema.createIndex("provider_webhooks_by_provider").on("provider_webhooks").column("provider"),
    createTable("webhook_endpoints")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("url_sealed", text, (column) => column.notNull())
      .addColumn("url_shown", text, (column) => column.notNull())
      .addColumn("description", text)
      .addColumn("events", text)
      .addColumn("stream_id", text)
      .addColumn("enabled", integer, (column) => column.notNull())
      .addColumn("disabled_reason", text)
      .addColumn("failing_since", integer)
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("updated_at", integer, (column) => column.notNull()),
    db.schema.createIndex("webhook_endpoints_by_creation").on("webhook_endpoints").columns(["created_at", "id"]),
    createTable("webhook_secrets")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("endpoint_id", text, (column) =>
        column.notNull().references("webhook_endpoints.id").onDelete("cascade"),
      )
      .addColumn("secret_sealed", text, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("expires_at", integer),
    db.schema.createIndex("webhook_secrets_by_endpoint").on("webhook_secrets").column("endpoint_id"),
    createTable("deliveries")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("endpoint_id", text, (column) =>
        column.notNull().references("webhook_endpoints.id").onDelete("cascade"),
      )
      .addColumn("event_id", text, (column) => column.notNull())
      .addColumn("event_type", text, (column) => column.notNull())
      .addColumn("body", text, (column) => column.notNull())
      .addColumn("state", text, (column) => column.notNull())
      .addColumn("attempts", integer, (column) => column.notNull())
      .addColumn("run_at", integer, (column) => column.notNull())
      .addColumn("lease", text)
      .addColumn("created_at", integer, (column) => column.notNull())
      .addColumn("settled_at", integer),
    db.schema.createIndex("deliveries_due").on("deliveries").columns(["state", "endpoint_id", "run_at"]),
    db.schema.createIndex("deliveries_by_endpoint").on("deliveries").columns(["endpoint_id", "created_at", "id"]),
    db.schema.createIndex("deliveries_settled").on("deliveries").column("settled_at"),
    createTable("delivery_attempts")
      .addColumn("position", integer, position)
      .addColumn("delivery_id", text, (column) => column.notNull().references("deliveries.id").onDelete("cascade"))
      .addColumn("at", integer, (column) => column.notNull())
      .addColumn("status", integer)
      .addColumn("duration_ms", integer, (column) => column.notNull())
      .addColumn("error", text),
    db.schema.createIndex("delivery_attempts_by_delivery").on("delivery_attempts").columns(["delivery_id", "position"]),
    createTable("view_tokens")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("hash", text, (column) => column.notNull().unique())
      .addColumn("stream_id", text, (column) => column.notNull().references("streams.id").onDelete("cascade"))
      .addColumn("expires_at", integer, (column) => column.notNull()),
    db.schema.createIndex("view_tokens_by_expiry").on("view_tokens").column("expires_at"),
    db.schema.createIndex("view_tokens_by_stream").on("view_tokens").columns(["stream_id", "expires_at"]),
    // SQLite adds a column that is not null only with a default.
    db.schema.alterTable("events").addColumn("observed_at", integer, (column) => column.notNull().defaultTo(0)),
    db.updateTable("events").set((build) => ({ observed_at: build.ref("occurred_at") })),
  ],
};
