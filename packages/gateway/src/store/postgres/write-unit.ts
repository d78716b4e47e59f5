import type { Pool } from "pg";
import type { ReadStep, WriteStep, Writing } from "../access.ts";
import { driveAsync } from "../drive.ts";
import type { Notice } from "../savepoint.ts";
import { storeUnavailable } from "../store-error.ts";
import { withSession } from "./connect.ts";
import { isRepeatable, PostgresFailure } from "./failure.ts";
import { rollBack } from "./roll-back.ts";
import type { Session } from "./session.ts";

/** How long to wait before a repeat: at most this, twice as long every time up to the second; a random part of it. */
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 250;

/**
 * Runs a unit of work in a SERIALIZABLE transaction: as if no other ran beside it. When others come across it, it is
 * undone and repeated. Its notices are told with the COMMIT.
 *
 * @throws PostgresFailure before COMMIT; MultistreamError with outcome `unknown` when the connection broke during it
 */
export function writeUnit<T>(pool: Pool, unit: () => Writing<T>, maxRepeats: number): Promise<T> {
  return withSession(pool, async (session) => {
    for (let repeats = 0; ; repeats += 1) {
      try {
        return await tryUnit(session, unit);
      } catch (error) {
        const failure = session.failure();
        if (!failure || !isRepeatable(failure) || repeats === maxRepeats) throw error;
        session.reset();
      }
      await pause(repeats);
    }
  });
}

async function tryUnit<T>(session: Session, unit: () => Writing<T>): Promise<T> {
  const notices: Notice[] = [];
  const execute = async (step: ReadStep | WriteStep): Promise<unknown> =>
    step.kind === "notify" ? void notices.push(step) : session.execute(step);
  let value: T;
  await session.exec("BEGIN ISOLATION LEVEL SERIALIZABLE");
  try {
    value = await driveAsync(unit(), execute);
    // Whatever the unit made of it: PostgreSQL has given up the transaction.
    const failure = session.failure();
    if (failure) throw failure;
    await session.tell(notices);
  } catch (error) {
    await rollBack(session);
    throw error;
  }
  await commit(session);
  return value;
}

async function commit(session: Session): Promise<void> {
  try {
    await session.exec("COMMIT");
  } catch (error) {
    if (error instanceof PostgresFailure && !error.lost) throw error;
    throw storeUnavailable("The store could not commit.", { cause: error, outcome: "unknown" });
  }
}

function pause(repeats: number): Promise<void> {
  const longest = Math.min(FIRST_PAUSE_MS * 2 ** repeats, LONGEST_PAUSE_MS);
  return new Promise((resolve) => {
    setTimeout(resolve, Math.random() * longest);
  });
}
