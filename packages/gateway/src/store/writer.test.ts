import { describe, expect, it, onTestFinished } from "vitest";
import { join } from "node:path";
import { type Connection, openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { all, type Writing } from "./access.ts";
import { getMeta, setMeta } from "./meta.ts";
import { migrate } from "./migrate.ts";
import { createWriter, type Writer, type WriterOptions } from "./writer.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

/** A writer over a real file, with a record of the statements that frame its units, and a switch to break them. */
function openWriter(options: WriterOptions = {}): {
  writer: Writer;
  connection: Connection;
  statements: string[];
  breakNext: (sql: string) => void;
  stored: () => string[];
} {
  const file = join(temporaryDirectory(), "polycast.db");
  const connection = openConnection(file);
  migrate(connection, () => 0);
  const reader = openConnection(file, { readOnly: true });
  onTestFinished(() => {
    connection.close();
    reader.close();
  });
  const statements: string[] = [];
  let broken: string | undefined;
  const exec = (sql: string): void => {
    statements.push(sql);
    if (sql === broken) {
      broken = undefined;
      throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
    }
    connection.exec(sql);
  };
  return {
    writer: createWriter({ ...connection, exec }, options),
    connection,
    statements,
    breakNext: (sql) => {
      broken = sql;
    },
    stored: () => runOn(reader, () => all(db.selectFrom("meta").select("key").orderBy("key"))).map((row) => row.key),
  };
}

const put = (key: string) => () => setMeta(key, "x");
const big = (key: string) => () => setMeta(key, "x".repeat(5_000_000));

describe("group commit", () => {
  it("puts the units of one turn into one commit, in their order", async () => {
    const { writer, statements, stored } = openWriter();
    const order: string[] = [];
    const units = ["a", "b", "c"].map((key) => writer.write(put(key)).then(() => order.push(key)));
    expect(stored()).toEqual([]);
    await Promise.all(units);
    expect(order).toEqual(["a", "b", "c"]);
    expect(statements.filter((sql) => sql === "BEGIN IMMEDIATE" || sql === "COMMIT")).toHaveLength(2);
  });

  it("answers only when the unit can be read by others", async () => {
    const { writer, stored } = openWriter();
    const answer = writer.write(put("a")).then(() => stored());
    expect(await answer).toEqual(["a"]);
  });

  it("undoes a failing unit alone", async () => {
    const { writer, stored } = openWriter();
    const failing = writer.write(function* () {
      yield* setMeta("lost", "x");
      throw new RangeError("mine");
    });
    const results = await Promise.allSettled([writer.write(put("a")), failing, writer.write(put("b"))]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    await expect(failing).rejects.toThrow(new RangeError("mine"));
    expect(stored()).toEqual(["a", "b"]);
  });

  it("shows a unit its own writes and those of the units before", async () => {
    const { writer } = openWriter();
    const first = writer.write(function* () {
      yield* setMeta("a", "x");
      return yield* getMeta("a");
    });
    const second = writer.write(() => getMeta("a"));
    expect(await Promise.all([first, second])).toEqual(["x", "x"]);
  });

  it("bounds a commit by count and by time", async () => {
    const byCount = openWriter({ maxBatch: 2 });
    await Promise.all(["a", "b", "c", "d", "e"].map((key) => byCount.writer.write(put(key))));
    expect(byCount.statements.filter((sql) => sql === "COMMIT")).toHaveLength(3);

    let now = 0;
    const byTime = openWriter({ maxBatchMs: 20, clock: () => now });
    const slow = (key: string) =>
      function* (): Writing<void> {
        now += 15;
        yield* setMeta(key, "x");
      };
    await Promise.all(["a", "b", "c", "d"].map((key) => byTime.writer.write(slow(key))));
    expect(byTime.statements.filter((sql) => sql === "COMMIT")).toHaveLength(2);
    expect(byTime.stored()).toEqual(["a", "b", "c", "d"]);
  });
});

describe("a writer in trouble", () => {
  it("refuses more than its queue holds, and tells that it is filling up", async () => {
    const { writer } = openWriter({ maxQueued: 4 });
    const waiting = ["a", "b", "c", "d"].map((key) => writer.write(put(key)));
    expect(writer.healthy()).toBe(false);
    await expect(writer.write(put("e"))).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
    await Promise.all(waiting);
    expect(writer.healthy()).toBe(true);
  });

  it("tells every unit of a commit that failed, and goes on with the next", async () => {
    let now = 0;
    const { writer, stored, breakNext } = openWriter({ clock: () => now });
    breakNext("COMMIT");
    const results = await Promise.allSettled([writer.write(put("a")), writer.write(put("b"))]);
    const refusal = expect.objectContaining({ code: "provider_unavailable", outcome: "unknown" });
    expect(results).toEqual([
      { status: "rejected", reason: refusal },
      { status: "rejected", reason: refusal },
    ]);
    expect(writer.healthy()).toBe(false);
    await writer.write(put("c"));
    expect(stored()).toEqual(["c"]);
    expect(writer.healthy()).toBe(true);
    breakNext("BEGIN IMMEDIATE");
    await expect(writer.write(put("d"))).rejects.toMatchObject({ outcome: "not_applied", retryable: true });
    now += 5000;
    expect(writer.healthy()).toBe(true);
  });

  it("commits no half of a unit that cannot be undone", async () => {
    const { writer, stored, breakNext } = openWriter();
    breakNext("ROLLBACK TO unit; RELEASE unit");
    const failing = writer.write(function* () {
      yield* setMeta("half", "x");
      throw new Error("mine");
    });
    const results = await Promise.allSettled([writer.write(put("a")), failing]);
    const refusal = expect.objectContaining({ code: "provider_unavailable", outcome: "not_applied" });
    expect(results.map((result) => "reason" in result && result.reason)).toEqual([refusal, refusal]);
    expect(stored()).toEqual([]);
  });

  it("survives a full disk", async () => {
    const { writer, connection, stored } = openWriter();
    connection.exec("PRAGMA max_page_count = 1");
    await expect(writer.write(big("a"))).rejects.toMatchObject({ code: "provider_unavailable", retryable: true });
    connection.exec("PRAGMA max_page_count = 100000");
    await writer.write(big("b"));
    expect(stored()).toEqual(["b"]);
  });

  it("writes what waits when it is closed, and nothing after", async () => {
    const { writer, stored } = openWriter({ maxBatch: 2 });
    const waiting = ["a", "b", "c"].map((key) => writer.write(put(key)));
    const closing = writer.close();
    expect(stored()).toEqual(["a", "b", "c"]);
    await closing;
    await Promise.all(waiting);
    await expect(writer.write(put("d"))).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(writer.healthy()).toBe(false);
  });
});
