import { expect, test } from "vitest";
import { keepNewest } from "./keep-newest.ts";

test("the oldest go first, of sets and of maps", () => {
  const set = new Set([1, 2, 3, 4]);
  keepNewest(set, 2);
  expect([...set]).toEqual([3, 4]);
  const map = new Map([["a", 1]]).set("b", 2).set("a", 3);
  keepNewest(map, 1);
  expect([...map]).toEqual([["b", 2]]);
  keepNewest(map, 5);
  expect(map.size).toBe(1);
});
