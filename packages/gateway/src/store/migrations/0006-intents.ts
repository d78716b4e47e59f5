import { db } from "../database.ts";
import type { Migration } from "../migration.ts";

/** What was begun at a provider and is not stored as done: its process may have died in between. */
export const intents: Migration = {
  name: "0006-intents",
  steps: ({ createTable, text, integer }) => [
    createTable("intents")
      .addColumn("id", text, (column) => column.primaryKey().notNull())
      .addColumn("instance", text, (column) => column.notNull())
      .addColumn("operation", text, (column) => column.notNull())
      .addColumn("body_sealed", text, (column) => column.notNull())
      .addColumn("holder", text, (column) => column.notNull())
      .addColumn("due_at", integer, (column) => column.notNull())
      .addColumn("attempts", integer, (column) => column.notNull())
      .addColumn("answered", integer, (column) => column.notNull())
      .addColumn("created_at", integer, (column) => column.notNull()),
    db.schema.createIndex("intents_due").on("intents").columns(["instance", "due_at"]),
  ],
};
