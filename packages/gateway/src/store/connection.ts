import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type { Query, ReadStep, WriteStep } from "./access.ts";
import { toValue } from "./query-value.ts";

/** How long a statement waits for a lock of another program (a backup tool, a shell) unless `waitForLocks` says else. */
const BUSY_TIMEOUT_MS = 1000;

/** Prepared statements kept per connection; queries with lists of varying length are the ones that fall out. */
const MAX_STATEMENTS = 200;

/** The file that the write-ahead log is cut back to after a checkpoint. */
const MAX_IDLE_WAL_BYTES = 16 * 1024 * 1024;

/** One open SQLite connection. `node:sqlite` is used here, in the directory lock and nowhere else. */
export type Connection = {
  /** Runs one query of a unit of work. */
  execute(step: ReadStep | Exclude<WriteStep, { kind: "notify" }>): unknown;
  /** Runs plain SQL, e.g. `BEGIN IMMEDIATE`. */
  exec(sql: string): void;
  /** Is a transaction open? SQLite ends one by itself on some errors, e.g. a full disk. */
  inTransaction(): boolean;
  /** Sets how many milliseconds a statement waits for a lock of another program, which blocks the thread. */
  waitForLocks(ms: number): void;
  close(): void;
};

/**
 * Opens a database file with every commit on the disk before it is acknowledged (WAL, `synchronous=FULL`: one fsync
 * per commit) and foreign keys checked.
 */
export function openConnection(file: string, options: { readOnly?: boolean } = {}): Connection {
  const database = new DatabaseSync(file, { timeout: BUSY_TIMEOUT_MS, readOnly: options.readOnly ?? false });
  try {
    if (!options.readOnly) {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA journal_size_limit = ${MAX_IDLE_WAL_BYTES};`);
    }
    database.exec("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;");
  } catch (error) {
    database.close();
    throw error;
  }
  return wrap(database);
}

function wrap(database: DatabaseSync): Connection {
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) {
      // Re-inserted, so that the map's order is by last use.
      statements.delete(sql);
      statements.set(sql, known);
      return known;
    }
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    if (statements.size > MAX_STATEMENTS) {
      const [oldest] = statements.keys();
      if (oldest !== undefined) statements.delete(oldest);
    }
    return statement;
  };

  const bind = (query: Query): [StatementSync, SQLInputValue[]] => {
    const { sql, parameters } = query.compile();
    return [prepare(sql), parameters.map(toValue)];
  };

  return {
    execute({ kind, query }) {
      const [statement, parameters] = bind(query);
      if (kind === "all") return statement.all(...parameters);
      return kind === "run" ? Number(statement.run(...parameters).changes) : statement.get(...parameters);
    },
    exec: (sql) => database.exec(sql),
    inTransaction: () => database.isTransaction,
    waitForLocks: (ms) => database.exec(`PRAGMA busy_timeout = ${ms}`),
    close: () => database.close(),
  };
}
