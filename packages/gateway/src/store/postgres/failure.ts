import { MultistreamError } from "@polycast/core";
import { DatabaseError } from "pg";
import { alreadyStored, ownerMissing, queryRefused, storeUnavailable } from "../store-error.ts";

/** What went wrong between us and PostgreSQL, without any value: PostgreSQL's own words repeat some. */
export class PostgresFailure extends Error {
  override name = "PostgresFailure";
  /** By https://www.postgresql.org/docs/current/errcodes-appendix.html; absent where PostgreSQL said nothing. */
  readonly sqlState: string | undefined;
  /** Is the connection of no more use? */
  readonly lost: boolean;

  constructor(message: string, { sqlState, lost }: { sqlState?: string | undefined; lost: boolean }) {
    super(message);
    this.sqlState = sqlState;
    this.lost = lost;
  }
}

/** Codes of a failure after which the same transaction may succeed: serialization_failure, deadlock_detected. */
const repeatable: ReadonlySet<string> = new Set(["40001", "40P01"]);

/** Text with a NUL, or that cannot be told in the database's encoding. */
const untellable: ReadonlySet<string> = new Set(["22021", "22P05"]);

/**
 * Codes, or the classes they begin with, of what may be well again: connection, resources, an operator's intervention,
 * a lock, the system, who may connect, a database that is gone or only to be read.
 */
const environmental = ["08", "53", "57", "55P03", "58", "28", "3D000", "25006", "25P03", "42501"];

/** What the driver threw. */
export function toFailure(error: unknown): PostgresFailure {
  if (error instanceof PostgresFailure) return error;
  if (error instanceof DatabaseError) {
    const { code, severity, table, constraint } = error;
    const where = [table, constraint].filter((word) => word !== undefined).join(", ");
    const message = `PostgreSQL answers ${code ?? "without a code"}${where && ` (${where})`}`;
    return new PostgresFailure(message, { sqlState: code, lost: severity === "FATAL" || severity === "PANIC" });
  }
  return new PostgresFailure(error instanceof Error ? error.message : "unknown", { lost: true });
}

/** May the same transaction succeed when it is repeated? */
export function isRepeatable({ sqlState }: PostgresFailure): boolean {
  return sqlState !== undefined && repeatable.has(sqlState);
}

/** Does it say that we may not connect, or not to this database? */
export function isRefusal({ sqlState = "" }: PostgresFailure): boolean {
  return sqlState.startsWith("28") || sqlState === "3D000" || sqlState === "42501";
}

/** Puts a failure into our words; any other error passes through unchanged. */
export function toStoreError(error: unknown): unknown {
  if (!(error instanceof PostgresFailure)) return error;
  const { sqlState = "", lost } = error;
  if (sqlState === "23505") return alreadyStored(error);
  if (sqlState === "23503") return ownerMissing(error);
  if (untellable.has(sqlState)) {
    return new MultistreamError("invalid_argument", "A text holds a character that cannot be stored.", {
      cause: error,
      hint: "Leave out the NUL character (U+0000).",
    });
  }
  if (isRepeatable(error)) {
    return storeUnavailable("Other writes came across this one time after time.", { cause: error });
  }
  if (lost || environmental.some((start) => sqlState.startsWith(start))) {
    return storeUnavailable("The store cannot be used at the moment.", {
      cause: error,
      hint: "Check that PostgreSQL runs, can be reached, and may be written.",
    });
  }
  return queryRefused(error);
}
