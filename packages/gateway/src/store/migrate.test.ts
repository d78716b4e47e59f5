import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { type Connection, openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { migrate } from "./migrate.ts";
import { type Migration, migrations } from "./migrations.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";

const table = (name: string): Migration => ({
  name,
  steps: (db) => [db.schema.createTable(name).addColumn("id", "text"), db.schema.dropTable(name)],
});
const failing: Migration = {
  name: "0003-failing",
  steps: (db) => [db.schema.createTable("half").addColumn("id", "text"), db.schema.dropTable("not_there")],
};

function open(): Connection {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  return connection;
}

const applied = (connection: Connection): { name: string; applied_at: number }[] =>
  connection.all(db.selectFrom("migrations").selectAll().orderBy("name"));

const tables = (connection: Connection): string[] =>
  connection
    .all({ compile: () => sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.compile(db) })
    .map((row) => row.name);

describe("migrations", () => {
  it("run once each, in order", () => {
    const connection = open();
    migrate(connection, () => 1, [table("0001-a")]);
    migrate(connection, () => 2, [table("0001-a"), table("0002-b")]);
    migrate(connection, () => 3, [table("0001-a"), table("0002-b")]);
    expect(applied(connection)).toEqual([
      { name: "0001-a", applied_at: 1 },
      { name: "0002-b", applied_at: 2 },
    ]);
  });

  it("leave nothing of a step that fails", () => {
    const connection = open();
    expect(() => migrate(connection, () => 1, [table("0001-a"), failing])).toThrow("no such table");
    expect(applied(connection).map((row) => row.name)).toEqual(["0001-a"]);
    expect(tables(connection)).not.toContain("half");
  });

  it("refuse a database of a newer version", () => {
    const connection = open();
    migrate(connection, () => 1, [table("0001-a"), table("0002-newer")]);
    expect(() => migrate(connection, () => 2, [table("0001-a")])).toThrow(
      expect.objectContaining({ code: "internal", message: expect.stringContaining("0002-newer") }),
    );
    expect(() => migrate(connection, () => 2, [table("0001-other")])).toThrow("0001-a");
  });

  it("have names in the order of their use", () => {
    const names = migrations.map((migration) => migration.name);
    expect(names.toSorted()).toEqual(names);
  });

  it("make tables with exactly the columns that the types name", () => {
    const connection = open();
    migrate(connection, () => 1);
    const columns = (name: string): string[] => {
      const query = sql<{ name: string }>`select name from pragma_table_info(${name})`;
      return connection.all({ compile: () => query.compile(db) }).map((column) => column.name);
    };
    expect(columns("streams").toSorted()).toEqual(
      [
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
      ].toSorted(),
    );
    expect(tables(connection)).toEqual(
      expect.arrayContaining(["streams", "targets", "events", "api_keys", "meta", "migrations"]),
    );
  });
});
