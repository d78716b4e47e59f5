import type { ReadStep, WriteStep, Writing } from "./access.ts";
import type { Connection } from "./connection.ts";
import { drive } from "./drive.ts";
import { type RowsWritten, rowsWrittenBy, together } from "./rows-written.ts";

/** What a unit of work has told. */
export type Notice = Extract<WriteStep, { kind: "notify" }>;

/** What a unit of work has led to. */
export type UnitDone<T> = { value: T; notices: Notice[]; written: RowsWritten };

/**
 * Runs a unit of work in a savepoint of the open transaction. When it throws, its writes are undone, those of its
 * neighbours are not.
 */
export function runInSavepoint<T>(connection: Connection, unit: () => Writing<T>): UnitDone<T> {
  const notices: Notice[] = [];
  const written: RowsWritten[] = [];
  const execute = (step: ReadStep | WriteStep): unknown => {
    if (step.kind !== "notify") {
      if (step.kind === "run" || step.kind === "change") written.push(rowsWrittenBy(step.query));
      return connection.execute(step);
    }
    // Said twice is told once, as PostgreSQL has it.
    if (!notices.some((told) => told.channel === step.channel && told.payload === step.payload)) notices.push(step);
    return undefined;
  };
  connection.exec("SAVEPOINT unit");
  try {
    const value = drive(unit(), execute);
    connection.exec("RELEASE unit");
    return { value, notices, written: together(written) };
  } catch (error) {
    undo(connection);
    throw error;
  }
}

/** Where the unit alone cannot be undone, everything is: half a unit is never committed. */
function undo(connection: Connection): void {
  // SQLite ends the whole transaction by itself on some errors, e.g. on a full disk.
  if (!connection.inTransaction()) return;
  try {
    connection.exec("ROLLBACK TO unit; RELEASE unit");
  } catch {
    connection.exec("ROLLBACK");
  }
}
