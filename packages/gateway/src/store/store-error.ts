import { MultistreamError } from "@polycast/core";

/** SQLite's primary and extended result codes that are told apart here (https://sqlite.org/rescode.html). */
const Code = { foreignKey: 787, primaryKey: 1555, unique: 2067 } as const;

/** Result codes of a disk, a file or a lock that may be well again later: PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, FULL, CANTOPEN. */
const environmental: ReadonlySet<number> = new Set([3, 5, 6, 7, 8, 10, 13, 14]);

/** Result codes of a file that is damaged or no database: CORRUPT, NOTADB. */
const damaged: ReadonlySet<number> = new Set([11, 26]);

/** The primary result code is the low byte of an extended one. */
const PRIMARY = 0xff;

const BUSY = 5;

/** The extended result code of an error thrown by `node:sqlite`, absent on any other. */
export function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error)) return undefined;
  return typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Does another program hold the lock that was wanted? */
export function isBusy(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== undefined && (code & PRIMARY) === BUSY;
}

/** The store cannot take or give anything now: `provider_unavailable`, worth a repeat. */
export function storeUnavailable(
  message: string,
  options: { cause?: unknown; outcome?: "not_applied" | "unknown"; hint?: string } = {},
): MultistreamError {
  return new MultistreamError("provider_unavailable", message, { retryAfterMs: 1000, ...options });
}

/** Something with the same unique value is there. */
export function alreadyStored(cause: unknown): MultistreamError {
  return new MultistreamError("conflict", "Something with this identity is stored already.", { cause });
}

/** What a row refers to is not there. */
export function ownerMissing(cause: unknown): MultistreamError {
  return new MultistreamError("conflict", "What this belongs to is not stored (any more).", { cause });
}

/** A query that no engine should have been asked. */
export function queryRefused(cause: unknown): MultistreamError {
  return new MultistreamError("internal", "The store refused a query.", {
    cause,
    hint: "Please report this with the `cause`.",
  });
}

/**
 * Puts an SQLite error into our words; any other error passes through unchanged. SQLite names tables and columns in
 * its messages, never values.
 */
export function toStoreError(error: unknown): unknown {
  const code = sqliteCode(error);
  if (code === undefined) return error;
  if (code === Code.unique || code === Code.primaryKey) return alreadyStored(error);
  if (code === Code.foreignKey) return ownerMissing(error);
  if (environmental.has(code & PRIMARY)) {
    return storeUnavailable("The store cannot be used at the moment.", {
      cause: error,
      hint: "Check the free space and the permissions of the data directory, and that no other program holds the database.",
    });
  }
  if (damaged.has(code & PRIMARY)) {
    return new MultistreamError("internal", "The database file is damaged or is not a database.", {
      cause: error,
      hint: "Restore the data directory from a backup.",
    });
  }
  return queryRefused(error);
}
