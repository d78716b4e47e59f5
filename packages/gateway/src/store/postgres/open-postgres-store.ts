import { MultistreamError } from "@polycast/core";
import type { Log, Secret } from "@polycast/core/provider";
import { describeError } from "../../log/describe-error.ts";
import { createListeners } from "../listeners.ts";
import type { Store } from "../store.ts";
import { checkUrl, createClient, createPool } from "./connect.ts";
import { isRefusal, PostgresFailure, toStoreError } from "./failure.ts";
import { createHearing } from "./hearing.ts";
import { defaultLimits, type PostgresLimits } from "./limits.ts";
import { startListening } from "./listening.ts";
import { createPostgresStore } from "./postgres-store.ts";
import { prepareDatabase } from "./prepare-database.ts";

export type PostgresStoreOptions = {
  /** `postgres://user:password@host:port/database`, with `?sslmode=…` where wanted. */
  url: Secret<string>;
  log: Log;
  /** Milliseconds since the epoch. Default: the system's clock. */
  now?: () => number;
  limits?: Partial<PostgresLimits>;
};

/**
 * Opens a store in a database of PostgreSQL 13 or later, which any number of processes may share. Units of one process
 * run beside each other as well: two that are asked for at once are applied in either order.
 *
 * The connection must be PostgreSQL's own or a pooler's in session mode, because it listens. Events are told when all
 * transactions that began to write before theirs are over, be they in other databases of the same server: a program
 * that keeps one open for long belongs on another server.
 *
 * @throws MultistreamError `invalid_argument` when the URL, the credentials or the database cannot be used;
 * `provider_unavailable` when it cannot be reached; `internal` when the database is newer than this version.
 */
export async function openPostgresStore(options: PostgresStoreOptions): Promise<Store> {
  const { url, log, now = Date.now } = options;
  const limits = { ...defaultLimits, ...options.limits };
  checkUrl(url, limits);
  const pool = createPool(url, limits);
  const listeners = createListeners((error) =>
    log("error", "a listener of the store failed", { error: describeError(error) }),
  );
  const hearing = createHearing({
    pool,
    tell: (channel, payload) => listeners.tell(channel, payload),
    onStuck: () => log("warn", "events wait for a transaction that stays open on this PostgreSQL server"),
  });
  try {
    await prepareDatabase(url, limits, now);
    const listening = await startListening({
      client: () => createClient(url, limits),
      keepaliveMs: limits.keepaliveMs,
      hear: hearing.hear,
      onLost: (error) => log("warn", "the connection to PostgreSQL was lost", { error: error.message }),
    });
    return createPostgresStore({ pool, limits, listeners, hearing, listening });
  } catch (error) {
    hearing.close();
    await pool.end();
    throw toOpenError(error);
  }
}

function toOpenError(error: unknown): unknown {
  if (!(error instanceof PostgresFailure) || !isRefusal(error)) return toStoreError(error);
  return new MultistreamError("invalid_argument", "PostgreSQL does not let the gateway use this database.", {
    issues: [{ path: "DATABASE_URL", message: "names a user, a password or a database that PostgreSQL refuses" }],
    hint: "Check DATABASE_URL. The user needs CONNECT on the database and CREATE in its schema.",
    cause: error,
  });
}
