import type { Secret } from "@polycast/core/provider";
import { sql } from "kysely";
import { Client } from "pg";
import { onTestFinished } from "vitest";
import { first, type Writing } from "../access.ts";
import { toQuery } from "../raw-query.ts";
import { sampleEvent } from "../sample-records.test.support.ts";
import type { Store } from "../store.ts";
import type { PostgresLimits } from "./limits.ts";
import { openPostgresStore } from "./open-postgres-store.ts";

/** Opens a store that is closed with the test. */
export async function openFor(url: Secret<string>, limits: Partial<PostgresLimits> = {}): Promise<Store> {
  const store = await openPostgresStore({ url, log: () => undefined, limits });
  onTestFinished(() => store.close());
  return store;
}

/** A query of PostgreSQL's own, in a unit that writes; the answer's column `value`. */
export function* ask(text: string): Writing<unknown> {
  const row = yield* first(toQuery(sql<{ value: unknown }>`select ${sql.raw(text)} as value`));
  return row?.value;
}

/** A transaction of somebody else that has a place in the order of the log and stays open. */
export async function openTransaction(
  url: Secret<string>,
): Promise<{ append(id: string): Promise<void>; commit(): Promise<void> }> {
  const client = new Client({ connectionString: url.reveal() });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query("begin");
  await client.query("select pg_current_xact_id()");
  const insert = `insert into events (id, type, stream_id, occurred_at, observed_at, body)
    values ($1, 'stream.live', 'str_slow', 0, 0, $2)`;
  return {
    async append(id) {
      await client.query(insert, [id, JSON.stringify({ ...sampleEvent("str_slow"), id })]);
    },
    async commit() {
      await client.query("commit");
    },
  };
}
