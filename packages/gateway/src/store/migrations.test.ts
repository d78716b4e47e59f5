import { join } from "node:path";
import { sql } from "kysely";
import { expect, onTestFinished, test } from "vitest";
import { all } from "./access.ts";
import { type Connection, openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { toQuery } from "./raw-query.ts";
import { sampleTarget } from "./sample-records.test.support.ts";
import { deleteStream, getStream } from "./streams.ts";
import type { Tables } from "./tables.ts";
import { insertTarget, targetsOf } from "./targets.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

const columns = <Name extends string>(...names: Name[]): Record<Name, true> =>
  Object.fromEntries(names.map((name) => [name, true])) as Record<Name, true>;

/** Every column; a type with one that is not named here does not compile. */
const named: { [Table in keyof Tables]: Record<keyof Tables[Table], true> } = {
  streams: columns(
    "id",
    "provider",
    "provider_id",
    "name",
    "enabled",
    "reference",
    "metadata",
    "ingest_sealed",
    "ingest_hash",
    "created_at",
    "updated_at",
    "tenant_id",
    "accepted",
    "work",
    "due_at",
    "deleting_at",
    "switching",
    "notices",
  ),
  targets: columns(
    "id",
    "stream_id",
    "provider_id",
    "name",
    "enabled",
    "rendition",
    "video_only",
    "reference",
    "metadata",
    "destination_sealed",
    "destination_redacted",
    "notices",
    "destination_hash",
    "created_at",
    "updated_at",
    "accepted",
    "work",
    "deleting_at",
  ),
  events: columns(
    "position",
    "tx",
    "id",
    "type",
    "stream_id",
    "target_id",
    "occurred_at",
    "observed_at",
    "body",
    "tenant_id",
  ),
  event_log: columns(
    "tx",
    "position",
    "id",
    "type",
    "stream_id",
    "target_id",
    "tenant_id",
    "occurred_at",
    "observed_at",
    "body",
  ),
  api_keys: columns("id", "hash", "name", "scopes", "last4", "created_at", "tenant_id", "expires_at", "last_used_at"),
  idempotency: columns(
    "id",
    "fingerprint",
    "state",
    "holder",
    "held_until",
    "answer_sealed",
    "created_at",
    "expires_at",
  ),
  intents: columns(
    "id",
    "instance",
    "operation",
    "body_sealed",
    "holder",
    "due_at",
    "attempts",
    "answered",
    "created_at",
  ),
  leases: columns("name", "holder", "epoch", "expires_at", "body"),
  reports: columns("position", "instance", "source", "body", "created_at"),
  relay_streams: columns(
    "id",
    "instance",
    "wanted_sealed",
    "revision",
    "owner",
    "epoch",
    "released",
    "updated_at",
    "created_at",
    "left_sequence",
    "left_session",
    "left_at",
  ),
  stream_states: columns("stream_id", "body", "updated_at"),
  inbox: columns(
    "id",
    "provider",
    "event_id",
    "type",
    "state",
    "reason",
    "body_sealed",
    "received_at",
    "occurred_at",
    "settled_at",
    "attempts",
    "due_at",
  ),
  provider_webhooks: columns("id", "provider", "provider_id", "url", "secret_sealed", "created_at"),
  webhook_endpoints: columns(
    "id",
    "url_sealed",
    "url_shown",
    "description",
    "events",
    "stream_id",
    "tenant_id",
    "enabled",
    "disabled_reason",
    "failing_since",
    "created_at",
    "updated_at",
  ),
  webhook_secrets: columns("id", "endpoint_id", "secret_sealed", "created_at", "expires_at"),
  deliveries: columns(
    "id",
    "endpoint_id",
    "event_id",
    "event_type",
    "body",
    "state",
    "attempts",
    "run_at",
    "lease",
    "created_at",
    "settled_at",
  ),
  delivery_attempts: columns("position", "delivery_id", "at", "status", "duration_ms", "error"),
  view_tokens: columns("id", "hash", "stream_id", "expires_at"),
  meta: columns("key", "value"),
  migrations: columns("name", "applied_at"),
};

function open(): Connection {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  return connection;
}

function columnsOf(connection: Connection): Record<string, string[]> {
  const query = sql<{ table: string; column: string }>`select t.name as "table", c.name as "column"
    from sqlite_schema t join pragma_table_info(t.name) c
    where t.type in ('table', 'view') and t.name not like 'sqlite%' order by c.name`;
  const columns: Record<string, string[]> = {};
  for (const row of runOn(connection, () => all(toQuery(query)))) (columns[row.table] ??= []).push(row.column);
  return columns;
}

test("names are in the order of their use", () => {
  const names = migrations.map((migration) => migration.name);
  expect(names.toSorted()).toEqual(names);
});

test("the tables and views have exactly the columns that the types name", () => {
  const connection = open();
  migrate(connection, () => 1);
  const expected = Object.entries(named).map(([table, columns]) => [table, Object.keys(columns).toSorted()]);
  expect(columnsOf(connection)).toEqual(Object.fromEntries(expected));
});

/** What the second layout holds of a stream with two targets, its state, its view token and its event. */
const former = `
  insert into streams values ('str_a', 'mux', 'native', 'Sunday', 1, 'ref', '{"a":"b"}', 'v1.sealed', 'hash', 1, 2);
  insert into targets values ('tgt_a', 'str_a', 'native a', 'Twitch', 0, 'source', 1, 'r', '{"c":"d"}', 'v1.one',
    '{"redacted":true,"protocol":"rtmp","host":"a.example"}', '[{"code":"needs_key","message":"m"}]', 3, 4);
  insert into targets values ('tgt_b', 'str_a', 'native b', 'Twitch', 1, 'source', null, null, null, 'v1.one',
    '{"redacted":true,"protocol":"rtmps","host":"b.example"}', '[]', 3, 4);
  insert into stream_states values ('str_a', '{}', 1);
  insert into view_tokens values ('vtk_a', 'hash', 'str_a', 9);
  insert into events (id, type, stream_id, sequence, occurred_at, observed_at, body)
    values ('evt_a', 'stream.live', 'str_a', 1, 7, 8, '{}');
  insert into api_keys values ('key_a', 'hash', 'name', 'admin', 'aaaa', 1);
`;

test("what the layout before tenants held is kept, and its references hold", () => {
  const connection = open();
  migrate(connection, () => 1, migrations.slice(0, 2));
  connection.exec(former);
  migrate(connection, () => 2);
  const [stream, targets] = runOn(connection, function* () {
    return [yield* getStream("str_a"), yield* targetsOf("str_a")];
  });
  expect(stream).toStrictEqual({
    id: "str_a",
    provider: "mux",
    providerId: "native",
    name: "Sunday",
    enabled: true,
    reference: "ref",
    metadata: { a: "b" },
    ingestSealed: "v1.sealed",
    ingestHash: "hash",
    notices: [],
    createdAt: 1,
    updatedAt: 2,
  });
  const kept = { rendition: "source", destinationSealed: "v1.one", createdAt: 3, updatedAt: 4 };
  const full = sampleTarget("str_a", {
    id: "tgt_a",
    providerId: "native a",
    enabled: false,
    videoOnly: true,
    reference: "r",
    metadata: { c: "d" },
    destination: { redacted: true, protocol: "rtmp", host: "a.example" },
    notices: [{ code: "needs_key", message: "m" }],
    ...kept,
  });
  const bare = sampleTarget("str_a", {
    id: "tgt_b",
    providerId: "native b",
    destination: { redacted: true, protocol: "rtmps", host: "b.example" },
    ...kept,
  });
  expect(targets).toStrictEqual([full, bare]);
  const count = (table: string): unknown =>
    runOn(connection, () => all(toQuery(sql`select count(*) as count from ${sql.table(table)}`)));
  for (const table of ["stream_states", "view_tokens", "events", "api_keys"]) {
    expect([table, count(table)]).toEqual([table, [{ count: 1 }]]);
  }
  expect(runOn(connection, () => all(toQuery(sql`pragma foreign_key_check`)))).toEqual([]);
  const twin = sampleTarget("str_a", { providerId: "native a" });
  expect(() => runOn(connection, () => insertTarget(twin))).toThrow("UNIQUE");
  expect(() => runOn(connection, () => insertTarget(sampleTarget("str_none")))).toThrow("FOREIGN KEY");
  runOn(connection, () => deleteStream("str_a"));
  expect(count("targets")).toEqual([{ count: 0 }]);
});
