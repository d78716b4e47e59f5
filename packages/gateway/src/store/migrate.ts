import { MultistreamError } from "@polycast/core";
import { sql } from "kysely";
import type { Connection } from "./connection.ts";
import { db } from "./database.ts";
import { type Migration, migrations } from "./migrations.ts";

/**
 * Brings the database to the layout that this version knows: each missing migration in a transaction of its own, so
 * that a crash leaves whole steps only.
 *
 * @throws MultistreamError `internal` when the database was written by a newer version; it is left untouched.
 */
export function migrate(connection: Connection, now: () => number, list: readonly Migration[] = migrations): void {
  const names = appliedNames(connection);
  const unknown = names.find((name, index) => list[index]?.name !== name);
  if (unknown !== undefined) {
    throw new MultistreamError(
      "internal",
      `The database has the migration "${unknown}", which this version does not know.`,
      {
        hint: "Start the newer version that wrote it, or restore a backup from before the upgrade.",
      },
    );
  }
  for (const migration of list.slice(names.length)) apply(connection, migration, now());
}

function appliedNames(connection: Connection): string[] {
  connection.run(
    db.schema
      .createTable("migrations")
      .ifNotExists()
      .addColumn("name", "text", (column) => column.primaryKey().notNull())
      .addColumn("applied_at", "integer", (column) => column.notNull())
      .modifyEnd(sql`strict`),
  );
  return connection.all(db.selectFrom("migrations").select("name").orderBy("name")).map((row) => row.name);
}

function apply(connection: Connection, migration: Migration, appliedAt: number): void {
  connection.exec("BEGIN IMMEDIATE");
  try {
    for (const step of migration.steps(db)) connection.run(step);
    connection.run(db.insertInto("migrations").values({ name: migration.name, applied_at: appliedAt }));
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.inTransaction()) connection.exec("ROLLBACK");
    throw error;
  }
}
