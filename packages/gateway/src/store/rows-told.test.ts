import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { openConnection } from "./connection.ts";
import { migrate } from "./migrate.ts";
import type { RowsWritten } from "./rows-written.ts";
import { sampleStream } from "./sample-records.test.support.ts";
import { insertStream, updateStream } from "./streams.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { createWriter, type Writer } from "./writer.ts";

type Told = "COMMIT" | "answer" | { rows: RowsWritten };
type World = { told: Told[]; writer: Writer; breakCommit: () => void };

function openWriter(): World {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  migrate(connection, () => 0);
  onTestFinished(() => connection.close());
  const told: Told[] = [];
  let isBroken = false;
  const exec = (sql: string): void => {
    if (isBroken && sql === "COMMIT") throw Object.assign(new Error("disk I/O error"), { errcode: 10 });
    connection.exec(sql);
    if (sql === "COMMIT") told.push("COMMIT");
  };
  const writer = createWriter({ ...connection, exec }, { onWritten: (rows) => void told.push({ rows }) });
  return { told, writer, breakCommit: () => void (isBroken = true) };
}

const rename = (id: string) => () => updateStream(id, { name: "x", updatedAt: 1 });

test("what was written is told behind the commit and before the first answer; what was undone is not", async () => {
  const { told, writer } = openWriter();
  await writer.write(() => insertStream(sampleStream({ id: "str_1" })));
  told.length = 0;
  const failed = writer.write(function* () {
    yield* updateStream("str_2", { updatedAt: 1 });
    throw new Error("undone");
  });
  const done = [writer.write(rename("str_1")), writer.write(rename("str_3"))];
  for (const one of done) void one.then(() => told.push("answer"));
  await Promise.allSettled([failed, ...done]);
  expect(told).toEqual(["COMMIT", { rows: ["str_1"] }, { rows: ["str_3"] }, "answer", "answer"]);
});

test("what may have been written by a commit that failed is told", async () => {
  const { told, writer, breakCommit } = openWriter();
  breakCommit();
  await expect(writer.write(rename("str_1"))).rejects.toMatchObject({ outcome: "unknown" });
  expect(told).toEqual([{ rows: ["str_1"] }]);
});
