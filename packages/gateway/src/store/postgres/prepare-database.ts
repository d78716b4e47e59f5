import { MultistreamError } from "@polycast/core";
import type { Secret } from "@polycast/core/provider";
import { sql } from "kysely";
import { toQuery } from "../raw-query.ts";
import { createClient } from "./connect.ts";
import { toFailure } from "./failure.ts";
import { liftEventLog } from "./lift-event-log.ts";
import type { PostgresLimits } from "./limits.ts";
import { migratePostgres } from "./migrate-postgres.ts";
import { createSession, type Session } from "./session.ts";

/** Of `pg_advisory_lock`: any number that others hardly use. */
const LOCK = 7_065_981_430_115;

/** How long to wait for another gateway that prepares the database, and how long one step of it may take. */
const PREPARE_MS = 120_000;

/** The first version that has `pg_current_xact_id`. */
const OLDEST = 130_000;

/**
 * Makes a database ready for the gateway, one process after another: brings it to the newest layout and sees to the
 * order of the log of events.
 *
 * @throws PostgresFailure; MultistreamError when the database is of a newer version of ours or an older one of PostgreSQL
 */
export async function prepareDatabase(url: Secret<string>, limits: PostgresLimits, now: () => number): Promise<void> {
  const client = createClient(url, { ...limits, statementTimeoutMs: PREPARE_MS });
  try {
    await client.connect().catch((error: unknown) => {
      throw toFailure(error);
    });
    const session = createSession(client);
    await checkServer(session);
    // Given up with the connection.
    await session.exec(`select pg_advisory_lock(${LOCK})`);
    await migratePostgres(session, now);
    await liftEventLog(session);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function checkServer(session: Session): Promise<void> {
  const query = toQuery(
    sql`select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  );
  const { version, encoding } = (await session.execute({ kind: "first", query })) as Server;
  if (version >= OLDEST && encoding === "UTF8") return;
  throw new MultistreamError("invalid_argument", "The database cannot hold the store.", {
    issues: [{ path: "DATABASE_URL", message: "names a database that is not in UTF8, or of PostgreSQL before 13" }],
    hint: "Use PostgreSQL 13 or later, and a database with the encoding UTF8.",
  });
}

type Server = { version: number; encoding: string };
