import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Query, Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import { toQuery } from "./raw-query.ts";
import { type RowsWritten, rowsWrittenBy, together } from "./rows-written.ts";
import { deleteStream, insertStream, updateStream } from "./streams.ts";
import { deleteTarget, insertTarget, updateTarget } from "./targets.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";

/** What a repository's function writes. */
function writtenBy(unit: Writing<unknown>): RowsWritten {
  const rows: RowsWritten[] = [];
  for (let step = unit.next(); !step.done; step = unit.next(1)) {
    if (step.value.kind !== "notify") rows.push(rowsWrittenBy(step.value.query));
  }
  return together(rows);
}

test("what the repositories write of streams and targets is told by its rows", () => {
  const target = sampleTarget("str_1", { id: "tgt_1" });
  expect(writtenBy(updateStream("str_1", { updatedAt: 1 }))).toEqual(["str_1"]);
  expect(writtenBy(deleteStream("str_1"))).toEqual(["str_1"]);
  expect(writtenBy(insertStream(sampleStream()))).toEqual([]);
  expect(writtenBy(insertTarget(target))).toEqual(["str_1"]);
  expect(writtenBy(updateTarget("tgt_1", { updatedAt: 1 }))).toEqual(["tgt_1"]);
  expect(writtenBy(deleteTarget("tgt_1"))).toEqual(["tgt_1"]);
});

test("what is written elsewhere concerns nobody", () => {
  const elsewhere: Query[] = [
    db.deleteFrom("events").where("stream_id", "=", "str_1"),
    db.updateTable("api_keys").set({ last_used_at: 1 }),
    db.insertInto("meta").values({ key: "a", value: "b" }),
  ];
  expect(elsewhere.map(rowsWrittenBy)).toEqual([[], [], []]);
});

test("where it cannot be told which rows, it may be all", () => {
  const streams = db.updateTable("streams").set({ name: "x" });
  const once = compileOnce(({ id }: { id: string }) => db.deleteFrom("targets").where("id", "=", id));
  const unclear: Query[] = [
    streams,
    streams.where("provider", "=", "mux"),
    streams.where("id", "!=", "str_1"),
    streams.where("id", "=", "str_1").where("enabled", "=", 1),
    streams.where("id", "in", ["str_1"]),
    db.deleteFrom("targets").where("stream_id", "=", "str_1"),
    db
      .insertInto("targets")
      .columns(["id"])
      .expression((build) => build.selectFrom("streams").select("id")),
    once({ id: "tgt_1" }),
    toQuery(sql`update targets set name = 'x'`),
  ];
  expect(unclear.map(rowsWrittenBy)).toEqual(unclear.map(() => "all"));
  expect(together([["a"], "all", ["b"]])).toBe("all");
  expect(together([["a"], [], ["b"]])).toEqual(["a", "b"]);
});
