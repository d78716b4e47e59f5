import { types } from "node:util";
import { MultistreamError } from "@polycast/core";
import type { Transaction } from "./access.ts";
import type { Connection } from "./connection.ts";

/**
 * Runs a unit of work in a savepoint of the open transaction. When it throws, its writes are undone, those of its
 * neighbours are not.
 */
export function runInSavepoint<T>(connection: Connection, unit: (transaction: Transaction) => T): T {
  const { transaction, end } = limited(connection);
  connection.exec("SAVEPOINT unit");
  try {
    const value = unit(transaction);
    refusePromise(value);
    connection.exec("RELEASE unit");
    return value;
  } catch (error) {
    undo(connection);
    throw error;
  } finally {
    end();
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

/** The connection as a unit sees it, until the unit ends. */
function limited(connection: Connection): { transaction: Transaction; end: () => void } {
  let ended = false;
  const inside = (): Connection => {
    if (ended)
      throw new MultistreamError("internal", "The unit of work has ended; its transaction cannot be used any more.");
    return connection;
  };
  return {
    transaction: {
      all: (query) => inside().all(query),
      first: (query) => inside().first(query),
      run: (query) => inside().run(query),
    },
    end: () => {
      ended = true;
    },
  };
}

/** Whatever it awaits would run outside the transaction. */
function refusePromise(value: unknown): void {
  if (!types.isPromise(value)) return;
  value.catch(() => undefined);
  throw new MultistreamError("internal", "A unit of work must not be asynchronous.", {
    hint: "Await everything before `write`, and only query inside it.",
  });
}
