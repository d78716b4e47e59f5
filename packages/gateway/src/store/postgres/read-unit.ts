import type { Pool } from "pg";
import type { Reading } from "../access.ts";
import { driveAsync } from "../drive.ts";
import { withSession } from "./connect.ts";
import { rollBack } from "./roll-back.ts";
import type { Session } from "./session.ts";

/** Runs a unit of work that reads on one state of all that is committed. @throws PostgresFailure */
export function readUnit<T>(pool: Pool, unit: () => Reading<T>): Promise<T> {
  return withSession(pool, async (session) => {
    const alone = await readFirst(session, unit());
    return "value" in alone ? alone.value : readAll(session, unit);
  });
}

/**
 * One query sees one state by itself, without a transaction and its two round trips. At a second one the unit is
 * given up, to be run from its start.
 */
async function readFirst<T>(session: Session, unit: Reading<T>): Promise<{ value: T } | { more: true }> {
  const begun = unit.next();
  if (begun.done) return { value: begun.value };
  // Anything else could be a change, which only the transaction keeps from happening.
  if (begun.value.query.toOperationNode().kind !== "SelectQueryNode") return { more: true };
  const next = unit.next(await session.execute(begun.value));
  return next.done ? { value: next.value } : { more: true };
}

async function readAll<T>(session: Session, unit: () => Reading<T>): Promise<T> {
  await session.exec("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    return await driveAsync(unit(), (step) => session.execute(step));
  } finally {
    await rollBack(session);
  }
}
