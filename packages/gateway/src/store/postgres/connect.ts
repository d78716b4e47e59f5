import { MultistreamError } from "@polycast/core";
import type { Secret } from "@polycast/core/provider";
import { Client, type ClientConfig, Pool, TypeOverrides, types } from "pg";
import { toFailure } from "./failure.ts";
import type { PostgresLimits } from "./limits.ts";
import { createSession, type Session } from "./session.ts";

/** Milliseconds that an answer may come later than its query may take: then the connection is no more. */
const ANSWER_GRACE_MS = 2000;

/** Counts and times come as numbers: they stay below 2^53. */
const columnTypes = new TypeOverrides();
columnTypes.setTypeParser(types.builtins.INT8, Number);

/** How each of our connections is made. */
function configOf(url: Secret<string>, limits: PostgresLimits): ClientConfig {
  const { statementTimeoutMs, idleInTransactionMs, connectTimeoutMs } = limits;
  return {
    connectionString: url.reveal(),
    application_name: "polycast",
    // PostgreSQL keeps to these by itself: a process that was stopped holds no lock for longer.
    statement_timeout: statementTimeoutMs,
    idle_in_transaction_session_timeout: idleInTransactionMs,
    query_timeout: statementTimeoutMs + ANSWER_GRACE_MS,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    types: columnTypes,
  };
}

/** Makes a client of its own that is to be connected and ended; it never throws out of turn. */
export function createClient(url: Secret<string>, limits: PostgresLimits): Client {
  const client = new Client(configOf(url, limits));
  // A query, or the end, tells it too.
  client.on("error", () => undefined);
  return client;
}

/** Makes the connections that units of work share. They are opened as they are needed. */
export function createPool(url: Secret<string>, limits: PostgresLimits): Pool {
  const pool = new Pool({ ...configOf(url, limits), max: limits.poolSize });
  pool.on("error", () => undefined);
  pool.on("connect", (client) => client.on("error", () => undefined));
  return pool;
}

/**
 * Lends a connection. It is closed when it is of no more use, and when a transaction cannot be undone.
 *
 * @throws PostgresFailure when there is none to be had
 */
export async function withSession<T>(pool: Pool, work: (session: Session) => Promise<T>): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toFailure(error);
  });
  const session = createSession(client);
  try {
    return await work(session);
  } finally {
    client.release(session.failure()?.lost ?? false);
  }
}

/** @throws MultistreamError `invalid_argument`, without any part of the URL */
export function checkUrl(url: Secret<string>, limits: PostgresLimits): void {
  const parsed = URL.parse(url.reveal());
  if (!parsed || !/^postgres(?:ql)?:$/u.test(parsed.protocol)) {
    throw badUrl("is not of the form postgres://user:password@host:port/database");
  }
  try {
    // Reads the parameters, and the files that they name.
    createClient(url, limits);
  } catch {
    throw badUrl("has a parameter that cannot be used, or names a certificate that cannot be read");
  }
}

function badUrl(message: string): MultistreamError {
  return new MultistreamError("invalid_argument", "The URL of the database cannot be used.", {
    issues: [{ path: "DATABASE_URL", message }],
    hint: "Set DATABASE_URL to postgres://user:password@host:5432/database, with other characters percent-encoded.",
  });
}
