import { expect, test } from "vitest";
import { parseExpiry } from "./parse-expiry.ts";
import { UsageError } from "./usage-error.ts";

const now = Date.parse("2026-03-06T19:30:00.000Z");

test.each([
  ["12h", "2026-03-07T07:30:00.000Z"],
  ["30d", "2026-04-05T19:30:00.000Z"],
  ["2w", "2026-03-20T19:30:00.000Z"],
  ["2027-01-31", "2027-01-31T00:00:00.000Z"],
  ["2027-01-31T12:00:00+02:00", "2027-01-31T10:00:00.000Z"],
])("%s is %s", (text, at) => {
  expect(parseExpiry(text, now)).toBe(at);
});

test.each(["", "0d", "30", "30m", "-1d", "2026-03-06", "2026-02-31T", "99999w", "9999-01-01", "tomorrow", "1 d"])(
  "%j is no time to come",
  (text) => {
    expect(() => parseExpiry(text, now)).toThrow(UsageError);
  },
);
