import { expect, test } from "vitest";
import { BrokenTargets } from "./broken-targets.ts";

test("a destination refuses for its stream until it is healed", () => {
  const broken = new BrokenTargets();
  broken.add("s", "t");
  expect([broken.has("s", "t"), broken.has("other", "t")]).toEqual([true, false]);
  broken.heal("s", "t");
  expect(broken.has("s", "t")).toBe(false);
});

test("what is forgotten with its stream or target leaves nothing behind, and no more than 1000 are kept", () => {
  const broken = new BrokenTargets();
  broken.add("s", "t");
  broken.add("s", "u");
  broken.add("r", "t");
  broken.forgetStream("s");
  expect([broken.size, broken.has("r", "t")]).toEqual([1, true]);
  broken.forgetTarget("t");
  expect(broken.size).toBe(0);
  for (let index = 0; index < 1001; index += 1) broken.add("s", String(index));
  expect([broken.size, broken.has("s", "0"), broken.has("s", "1000")]).toEqual([1000, false, true]);
});
