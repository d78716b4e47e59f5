import { expect, test } from "vitest";
import { nextSequence } from "./next-sequence.ts";

const wall = Date.UTC(2026, 0, 1);

test("is the time, in microseconds", () => {
  expect(nextSequence(0, wall)).toBe(wall * 1_000);
  expect(nextSequence(wall * 1_000, wall + 1)).toBe((wall + 1) * 1_000);
});

test("grows also within a moment, and when the clock is set back", () => {
  expect(nextSequence(wall * 1_000, wall)).toBe(wall * 1_000 + 1);
  expect(nextSequence(wall * 1_000, wall - 60_000)).toBe(wall * 1_000 + 1);
});
