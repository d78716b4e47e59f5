import { MultistreamError } from "@polycast/core";
import { all, type Query, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { Layout } from "./layout.ts";
import type { Migration } from "./migration.ts";

/**
 * The migrations that a database still lacks.
 *
 * @throws MultistreamError `internal` when it was written by a newer version; it is left untouched.
 */
export function* pendingMigrations(layout: Layout, list: readonly Migration[]): Writing<readonly Migration[]> {
  const names = yield* appliedNames(layout);
  const unknown = names.find((name, index) => list[index]?.name !== name);
  if (unknown === undefined) return list.slice(names.length);
  throw new MultistreamError(
    "internal",
    `The database has the migration "${unknown}", which this version does not know.`,
    {
      hint: "Start the newer version that wrote it, or restore a backup from before the upgrade.",
    },
  );
}

function* appliedNames({ createTable, text, integer }: Layout): Writing<string[]> {
  yield* run(
    createTable("migrations")
      .ifNotExists()
      .addColumn("name", text, (column) => column.primaryKey().notNull())
      .addColumn("applied_at", integer, (column) => column.notNull()),
  );
  const rows = yield* all(db.selectFrom("migrations").select("name").orderBy("name"));
  return rows.map(({ name }) => name);
}

/** All that a migration does, with the note that it was done: for one transaction. */
export function queriesOf(migration: Migration, layout: Layout, appliedAt: number): Query[] {
  const note = db.insertInto("migrations").values({ name: migration.name, applied_at: appliedAt });
  return [...migration.steps(layout), note];
}
