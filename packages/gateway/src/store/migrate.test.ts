import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { all } from "./access.ts";
import { type Connection, openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { migrate } from "./migrate.ts";
import type { Migration } from "./migration.ts";
import { toQuery } from "./raw-query.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

const table = (name: string): Migration => ({
  name,
  steps: () => [db.schema.createTable(name).addColumn("id", "text"), db.schema.dropTable(name)],
});
const failing: Migration = {
  name: "0003-failing",
  steps: () => [db.schema.createTable("half").addColumn("id", "text"), db.schema.dropTable("not_there")],
};

function open(): Connection {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  return connection;
}

const applied = (connection: Connection): { name: string; applied_at: number }[] =>
  runOn(connection, () => all(db.selectFrom("migrations").selectAll().orderBy("name")));

const tables = (connection: Connection): string[] => {
  const query = toQuery(sql<{ name: string }>`select name from sqlite_schema where type = 'table'`);
  return runOn(connection, () => all(query)).map(({ name }) => name);
};

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
});
