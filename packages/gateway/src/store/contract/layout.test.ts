import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { all } from "../access.ts";
import { openConnection } from "../connection.ts";
import { migrate } from "../migrate.ts";
import { openFor } from "../postgres/postgres-store.test.support.ts";
import { toQuery } from "../raw-query.ts";
import { temporaryDirectory } from "../temporary-store.test.support.ts";
import { runOn as runUnitOn } from "../unit-on-connection.test.support.ts";
import { runOn, temporaryDatabase, testServer } from "./temporary-database.test.support.ts";

const sqliteColumns = `select t.name as "table", c.name as "column", c."notnull" or c.pk as filled
  from sqlite_schema t join pragma_table_info(t.name) c where t.type = 'table' and t.name not like 'sqlite%'`;
const postgresColumns = `select c.table_name as "table", column_name as "column", (is_nullable = 'NO')::int as filled
  from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where table_schema = 'public' and table_type = 'BASE TABLE'`;

const sqliteIndexes = `select name, sql like 'create unique%' as once, sql like '%where%' as partial
  from sqlite_schema where type = 'index' and sql is not null`;
const postgresIndexes = `select indexname as name, (indexdef ilike 'create unique%')::int as once,
  (indexdef ilike '%where%')::int as partial from pg_indexes where schemaname = 'public' and indexname !~ '_(pkey|key)$'`;

const sqliteReferences = `select t.name || '.' || f."from" || ' ' || f."table" || '.' || f."to" as reference
  from sqlite_schema t join pragma_foreign_key_list(t.name) f where f.on_delete = 'CASCADE'`;
const postgresReferences = `select k.table_name || '.' || k.column_name || ' ' || u.table_name || '.' || u.column_name as reference
  from information_schema.referential_constraints r
  join information_schema.key_column_usage k using (constraint_schema, constraint_name)
  join information_schema.constraint_column_usage u using (constraint_schema, constraint_name)
  where r.delete_rule = 'CASCADE'`;

const inOrder = (rows: unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

test.skipIf(testServer === undefined)("both engines have the same tables, indexes and references", async () => {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  migrate(connection, () => 1);
  const url = await temporaryDatabase();
  await openFor(url);
  for (const [onSqlite, onPostgres] of [
    [sqliteColumns, postgresColumns],
    [sqliteIndexes, postgresIndexes],
    [sqliteReferences, postgresReferences],
  ] as const) {
    const expected = inOrder(runUnitOn(connection, () => all(toQuery(sql.raw(onSqlite)))));
    expect(expected.length).toBeGreaterThan(5);
    expect(inOrder(await runOn(url, onPostgres))).toEqual(expected);
  }
});
