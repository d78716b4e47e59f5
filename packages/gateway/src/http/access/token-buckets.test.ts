import { expect, test } from "vitest";
import { createManualClock } from "../../control/manual-clock.test.support.ts";
import { createTokenBuckets } from "./token-buckets.ts";

test("a bucket gives as many as fit into it at once, and then as many as flow in", () => {
  const clock = createManualClock(0);
  const buckets = createTokenBuckets({ perSecond: 2, burst: 3 }, clock);
  expect([1, 2, 3].map(() => buckets.take("a")?.left)).toEqual([2, 1, 0]);
  expect(buckets.take("a")).toBeUndefined();
  expect(buckets.look("a")).toEqual({ left: 0, waitMs: 500, fullMs: 1500 });
  expect(buckets.take("b")?.left).toBe(2);
});

test("what flows in over time does not overflow, and a clock set back gives nothing", async () => {
  const clock = createManualClock(10_000);
  const buckets = createTokenBuckets({ perSecond: 2, burst: 3 }, clock);
  for (let count = 0; count < 3; count += 1) buckets.take("a");
  clock.advance(500);
  expect(buckets.take("a")).toEqual({ left: 0, waitMs: 500, fullMs: 1500 });
  clock.advance(60_000);
  expect(buckets.look("a")).toEqual({ left: 3, waitMs: 0, fullMs: 0 });
});
