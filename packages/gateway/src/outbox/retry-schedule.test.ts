import fc from "fast-check";
import { expect, test } from "vitest";
import { nextAttemptAt, retryDelaysMs } from "./retry-schedule.ts";

const now = Date.parse("2026-03-01T12:00:00.000Z");
const DAY_MS = 86_400_000;
const after = (attempts: number, retryAfter?: string, chance = 0): number | undefined => {
  const at = nextAttemptAt({ attempts, now, random: () => chance, retryAfter });
  return at === undefined ? undefined : at - now;
};

test("ten attempts over 75 hours, 35 minutes and 5 seconds, as the standard has it", () => {
  expect(retryDelaysMs.map((_delay, index) => after(index + 1))).toEqual(retryDelaysMs);
  expect(retryDelaysMs.reduce((sum, delay) => sum + delay, 0)).toBe(((75 * 60 + 35) * 60 + 5) * 1000);
  expect(after(10)).toBeUndefined();
  expect(after(11, "5")).toBeUndefined();
});

test.each([
  ["10", 10_000],
  [" 10 ", 10_000],
  ["Sun, 01 Mar 2026 12:01:00 GMT", 60_000],
  ["1", 5_000],
  ["0", 5_000],
  ["Sun, 01 Mar 2026 11:00:00 GMT", 5_000],
  ["999999999", DAY_MS],
  ["Sun, 01 Mar 2099 12:00:00 GMT", DAY_MS],
  ["-10", 5_000],
  ["soon", 5_000],
  ["never GMT", 5_000],
  ["", 5_000],
])("Retry-After %s: %i ms, never sooner than planned and never more than a day", (retryAfter, wait) => {
  expect(after(1, retryAfter)).toBe(wait);
});

test("at most a fifth later than planned", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempts, chance) => {
      const planned = retryDelaysMs[attempts - 1] ?? 0;
      expect(after(attempts, undefined, chance)).toBeGreaterThanOrEqual(planned);
      expect(after(attempts, undefined, chance)).toBeLessThanOrEqual(planned * 1.2);
    }),
  );
});
