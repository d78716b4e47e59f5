import { expect, test } from "vitest";
import { inBatches } from "./in-batches.ts";

test("what comes is divided as it is read", () => {
  const read: number[] = [];
  const items = function* (): Generator<number> {
    for (const item of [1, 2, 3, 4, 5]) yield (read.push(item), item);
  };
  const batches = inBatches(items(), 2);
  expect(batches.next().value).toEqual([1, 2]);
  expect(read).toEqual([1, 2]);
  expect([...batches]).toEqual([[3, 4], [5]]);
  expect([...inBatches([], 2)]).toEqual([]);
});
