import { randomBytes } from "node:crypto";
import { Client } from "pg";
import type { TestProject } from "vitest/node";

/** Where PostgreSQL is looked for when `POLYCAST_TEST_DATABASE_URL` is not set. */
export const LOCAL_SERVER = "postgres://postgres@127.0.0.1:5432/postgres";

declare module "vitest" {
  interface ProvidedContext {
    /** What the names of all databases begin with that the tests of this run make. */
    databasesOfRun: string;
  }
}

/** Gives the run a name for its databases, and drops all that are left of them when it ends, also after a worker died. */
export default function setup(project: TestProject): () => Promise<void> {
  const prefix = `polycast_test_${randomBytes(4).toString("hex")}_`;
  project.provide("databasesOfRun", prefix);
  return () => dropAll(prefix);
}

async function dropAll(prefix: string): Promise<void> {
  const connectionString = process.env["POLYCAST_TEST_DATABASE_URL"] ?? LOCAL_SERVER;
  const client = new Client({ connectionString, connectionTimeoutMillis: 3000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch {
    // No PostgreSQL, so nothing was made.
    return;
  }
  try {
    const { rows } = await client.query<{ datname: string }>(
      "select datname from pg_database where starts_with(datname, $1)",
      [prefix],
    );
    for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  } finally {
    await client.end();
  }
}
