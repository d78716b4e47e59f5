import type { Writing } from "../access.ts";
import { driveAsync } from "../drive.ts";
import { layouts } from "../layout.ts";
import type { Migration } from "../migration.ts";
import { migrations } from "../migrations.ts";
import { pendingMigrations, queriesOf } from "../pending-migrations.ts";
import { rollBack } from "./roll-back.ts";
import type { Session } from "./session.ts";

const layout = layouts.postgres;

/**
 * Brings the database to the layout that this version knows, each missing migration in a transaction of its own. Call it
 * under the lock of `whileLocked`.
 *
 * @throws MultistreamError `internal` when the database was written by a newer version; it is left untouched.
 */
export async function migratePostgres(
  session: Session,
  now: () => number,
  list: readonly Migration[] = migrations,
): Promise<void> {
  for (const migration of await execute(session, pendingMigrations(layout, list))) {
    await inTransaction(session, async () => {
      for (const query of queriesOf(migration, layout, now())) await session.execute({ kind: "run", query });
    });
  }
}

function execute<T>(session: Session, unit: Writing<T>): Promise<T> {
  return driveAsync(unit, async (step) => (step.kind === "notify" ? undefined : session.execute(step)));
}

async function inTransaction(session: Session, work: () => Promise<void>): Promise<void> {
  await session.exec("BEGIN");
  try {
    await work();
    await session.exec("COMMIT");
  } catch (error) {
    await rollBack(session);
    throw error;
  }
}
