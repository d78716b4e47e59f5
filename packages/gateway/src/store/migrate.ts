import type { Writing } from "./access.ts";
import type { Connection } from "./connection.ts";
import { drive } from "./drive.ts";
import { layouts } from "./layout.ts";
import type { Migration } from "./migration.ts";
import { migrations } from "./migrations.ts";
import { pendingMigrations, queriesOf } from "./pending-migrations.ts";

const layout = layouts.sqlite;

/**
 * Brings the database to the layout that this version knows: each missing migration in a transaction of its own, so
 * that a crash leaves whole steps only.
 *
 * @throws MultistreamError `internal` when the database was written by a newer version; it is left untouched.
 */
export function migrate(connection: Connection, now: () => number, list: readonly Migration[] = migrations): void {
  for (const migration of execute(connection, pendingMigrations(layout, list))) apply(connection, migration, now());
}

function execute<T>(connection: Connection, unit: Writing<T>): T {
  return drive(unit, (step) => (step.kind === "notify" ? undefined : connection.execute(step)));
}

function apply(connection: Connection, migration: Migration, appliedAt: number): void {
  connection.exec("BEGIN IMMEDIATE");
  try {
    for (const query of queriesOf(migration, layout, appliedAt)) connection.execute({ kind: "run", query });
    connection.exec("COMMIT");
  } catch (error) {
    if (connection.inTransaction()) connection.exec("ROLLBACK");
    throw error;
  }
}
