import { hostname } from "node:os";
import { DatabaseSync } from "node:sqlite";
import { MultistreamError } from "@polycast/core";
import { isBusy } from "./store-error.ts";

/** How long to wait for a predecessor that is just leaving, e.g. at a `--watch` restart. Blocks the thread, at start only. */
const HANDOVER_MS = 1000;

/** Holds a data directory for one gateway until it is released or the process ends, however it ends. */
export type DirectoryLock = { release(): void };

/**
 * Locks a directory by keeping a write transaction open on a tiny database in it. The kernel drops that lock with the
 * process, so a lock left by `kill -9` needs no guess from a process id, which another container or a reused id would
 * make wrong. The row in it (process, host, start) only serves the message.
 *
 * @param file the lock file. It must not be opened by other means in this process: closing any other descriptor of it
 * would drop the lock (fcntl(2), "Record locks").
 * @throws MultistreamError `conflict` when another gateway holds it.
 */
export function lockDirectory(file: string, now: () => number, waitMs: number = HANDOVER_MS): DirectoryLock {
  const database = new DatabaseSync(file, { timeout: waitMs });
  try {
    database.exec("BEGIN IMMEDIATE");
    database.exec(`
      CREATE TABLE IF NOT EXISTS owner (pid INTEGER NOT NULL, host TEXT NOT NULL, started_at INTEGER NOT NULL) STRICT;
      DELETE FROM owner`);
    database.prepare("INSERT INTO owner VALUES (?, ?, ?)").run(process.pid, hostname(), now());
    database.exec("COMMIT");
    // Whoever comes in between takes the lock as a whole, and then it is this process that is refused.
    database.exec("BEGIN IMMEDIATE");
  } catch (error) {
    const refusal = isBusy(error) ? inUse(describeOwner(database)) : error;
    database.close();
    throw refusal;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
}

function inUse(owner: string): MultistreamError {
  return new MultistreamError("conflict", `The data directory is in use by another gateway${owner}.`, {
    hint: "Stop it first, or give this one a directory of its own with POLYCAST_DATA_DIR.",
  });
}

/** Best effort: the owner may be writing its row at this moment, or have left. */
function describeOwner(database: DatabaseSync): string {
  try {
    const row = database.prepare("SELECT pid, host, started_at FROM owner").get();
    if (!row) return "";
    const since = new Date(Number(row["started_at"])).toISOString();
    return ` (process ${Number(row["pid"])} on ${String(row["host"])}, since ${since})`;
  } catch {
    return "";
  }
}
