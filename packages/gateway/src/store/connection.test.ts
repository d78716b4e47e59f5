import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { all, change, first, type Query, run } from "./access.ts";
import { type Connection, openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { toQuery } from "./raw-query.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

function open(): Connection {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  return connection;
}

/** The first row. */
const row = (connection: Connection, text: string): unknown => runOn(connection, () => first(raw(text)));

const raw = (text: string): Query => toQuery(sql`${sql.raw(text)}`);

describe("a connection", () => {
  it("has every commit on the disk, and checks references", () => {
    const connection = open();
    expect(row(connection, "pragma journal_mode")).toEqual({ journal_mode: "wal" });
    expect(row(connection, "pragma synchronous")).toEqual({ synchronous: 2 });
    expect(row(connection, "pragma foreign_keys")).toEqual({ foreign_keys: 1 });
    expect(row(connection, "pragma busy_timeout")).toEqual({ timeout: 1000 });
    connection.waitForLocks(5);
    expect(row(connection, "pragma busy_timeout")).toEqual({ timeout: 5 });
  });

  it("answers rows, a row and the number of changes", () => {
    const connection = open();
    connection.exec("create table numbers (value integer)");
    expect(runOn(connection, () => run(raw("insert into numbers values (1), (2)")))).toBe(2);
    expect(runOn(connection, () => all(raw("select value from numbers order by value")))).toEqual([
      { value: 1 },
      { value: 2 },
    ]);
    expect(row(connection, "select value from numbers where value > 2")).toBeUndefined();
    const inserted = runOn(connection, () => change(raw("insert into numbers values (3) returning value")));
    expect(inserted).toEqual({ value: 3 });
    expect(row(connection, "select count(*) as count from numbers")).toEqual({ count: 3 });
  });

  it("runs more different queries than it keeps prepared", () => {
    const connection = open();
    for (let round = 0; round < 2; round += 1) {
      for (let value = 0; value < 450; value += 1) {
        expect(row(connection, `select ${value} as value`)).toEqual({ value });
      }
    }
  });

  it("cannot write when opened for reading", () => {
    const file = join(temporaryDirectory(), "polycast.db");
    const writing = openConnection(file);
    writing.exec("create table numbers (value integer)");
    const reading = openConnection(file, { readOnly: true });
    onTestFinished(() => [writing, reading].forEach((connection) => connection.close()));
    expect(() => runOn(reading, () => run(raw("insert into numbers values (1)")))).toThrow("readonly");
  });
});

describe("the query builder", () => {
  it("refuses to execute by itself", async () => {
    await expect(db.selectFrom("meta").selectAll().execute()).rejects.toThrow("unit of work");
  });
});
