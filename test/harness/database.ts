import { execFile, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { promisify } from "node:util";

const LOCAL = "postgres://postgres@127.0.0.1:5432/postgres";
const given = process.env["POLYCAST_TEST_DATABASE_URL"];
const server = new URL(given ?? LOCAL);
const run = promisify(execFile);

const made = new Set<string>();
process.once("exit", () => {
  for (const name of made) spawnSync("psql", ["-qc", dropOf(name)], { env: envFor(server), timeout: 5_000 });
});

/** A PostgreSQL database of a test's own; dropped on disposal, at the latest at exit, whoever is connected. */
export type Database = AsyncDisposable & { readonly url: URL };

/**
 * Is there a PostgreSQL that tests may make databases in, and `psql` to do so? It is the one of
 * `POLYCAST_TEST_DATABASE_URL`, else `postgres` on this machine. Where it must be there and is not, this throws.
 */
export function hasPostgres(): boolean {
  if (spawnSync("psql", ["-c", "select 1"], { env: envFor(server), timeout: 5_000 }).status === 0) return true;
  const message = `The tests of several processes need psql, and PostgreSQL at ${server.host}.`;
  if (given !== undefined || process.env["CI"] === "true") throw new Error(message);
  console.warn(`SKIPPED TESTS. ${message} Next step: set POLYCAST_TEST_DATABASE_URL.`);
  return false;
}

/** Makes an empty one. */
export async function database(): Promise<Database> {
  const name = `polycast_test_${randomBytes(6).toString("hex")}`;
  await sql(`create database ${name}`);
  made.add(name);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url,
    [Symbol.asyncDispose]: async () => {
      await sql(dropOf(name));
      made.delete(name);
    },
  };
}

function dropOf(name: string): string {
  return `drop database if exists ${name} with (force)`;
}

async function sql(statement: string): Promise<void> {
  await run("psql", ["-v", "ON_ERROR_STOP=1", "-qc", statement], { env: envFor(server) });
}

/** Every process on the machine can read arguments: a password goes by the environment. */
function envFor(url: URL): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PGHOST: url.hostname,
    PGPORT: url.port || "5432",
    PGUSER: decodeURIComponent(url.username) || "postgres",
    PGPASSWORD: decodeURIComponent(url.password),
    PGDATABASE: url.pathname.slice(1) || "postgres",
    PGCONNECT_TIMEOUT: "3",
  };
}
