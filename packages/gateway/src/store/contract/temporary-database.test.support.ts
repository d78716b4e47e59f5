import { randomBytes } from "node:crypto";
import { Secret } from "@polycast/core/provider";
import { Client } from "pg";
import { inject, onTestFinished } from "vitest";
import { LOCAL_SERVER } from "./drop-databases.test.support.ts";

const given = process.env["POLYCAST_TEST_DATABASE_URL"];

/** The PostgreSQL that tests may make databases in; absent where none answers. */
export const testServer: string | undefined = await findServer();

async function findServer(): Promise<string | undefined> {
  const url = given ?? LOCAL_SERVER;
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    await client.end();
    return url;
  } catch {
    if (given !== undefined || process.env["CI"] !== undefined) {
      throw new Error("The tests need PostgreSQL, and none answers. Set POLYCAST_TEST_DATABASE_URL.");
    }
    process.stderr.write(
      `SKIPPED: the tests of PostgreSQL. None answers at ${LOCAL_SERVER}; set POLYCAST_TEST_DATABASE_URL.\n`,
    );
    return undefined;
  }
}

/** A database that goes away with the test. */
export async function temporaryDatabase(): Promise<Secret<string>> {
  const { url, drop } = await createDatabase();
  onTestFinished(drop);
  return url;
}

let ofWorker: Promise<Secret<string>> | undefined;

/**
 * The database of this worker, emptied: for one test at a time, and many times faster than one of its own. It outlives
 * the test file, and goes when the run ends.
 */
export async function emptiedDatabase(): Promise<Secret<string>> {
  const url = await (ofWorker ??= createDatabase().then((created) => created.url));
  await runOn(
    url,
    `do $$ declare tables text; begin
       select string_agg(quote_ident(tablename), ', ') into tables from pg_tables
         where schemaname = 'public' and tablename <> 'migrations';
       if tables is not null then execute 'truncate ' || tables || ' restart identity cascade'; end if;
     end $$`,
  );
  return url;
}

async function createDatabase(): Promise<{ url: Secret<string>; drop: () => Promise<void> }> {
  if (testServer === undefined) throw new Error("There is no PostgreSQL to test with.");
  const server = new Secret(testServer);
  const name = `${inject("databasesOfRun")}${randomBytes(6).toString("hex")}`;
  await runOn(server, `create database ${name}`);
  const url = new URL(testServer);
  url.pathname = `/${name}`;
  const drop = async (): Promise<void> => void (await runOn(server, `drop database ${name} with (force)`));
  return { url: new Secret(url.href), drop };
}

/** Runs SQL over a connection of its own, and answers with the rows. */
export async function runOn(url: Secret<string>, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url.reveal() });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}
