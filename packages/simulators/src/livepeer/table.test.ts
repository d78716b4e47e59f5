import { expect, test } from "vitest";
import { manualClock } from "../kernel/clock.ts";
import { Table } from "./table.ts";

test("a record that is removed is gone at once for writers, and for the replica after its lag", async () => {
  const clock = manualClock();
  const table = new Table<{ id: string }>(clock, 500);
  table.put({ id: "a" });
  await clock.advance(500);
  table.remove("a");
  expect([table.get("a"), table.replica("a"), table.size]).toEqual([undefined, { id: "a" }, 1]);
  await clock.advance(500);
  expect([table.replicaAll(), table.size]).toEqual([[], 0]);
});

test("a record that is made again within the lag stays", async () => {
  const clock = manualClock();
  const table = new Table<{ id: string }>(clock, 500);
  table.put({ id: "a" });
  table.remove("a");
  table.put({ id: "a" });
  await clock.advance(500);
  expect(table.all()).toEqual([{ id: "a" }]);
});
