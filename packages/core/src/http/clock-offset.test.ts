import { expect, test } from "vitest";
import { clockOffset } from "./clock-offset.ts";

const sentAt = Date.UTC(2026, 2, 1, 12, 0, 0, 400);
const receivedAt = sentAt + 200;
const date = (seconds: number): string => new Date(Date.UTC(2026, 2, 1, 12, 0, seconds)).toUTCString();

test.each([
  ["the same second", date(0), 0],
  ["the second that ends before it was sent", date(-1), -400],
  ["far behind", date(-60), -59_400],
  ["the second after it came", date(1), 400],
  ["far ahead", date(60), 59_400],
])("%s", (_name, header, offset) => {
  expect(clockOffset({ date: header, sentAt, receivedAt })).toBe(offset);
});

test.each([undefined, null, "", "yesterday"])("without a time (%j) nothing is proved", (header) => {
  expect(clockOffset({ date: header, sentAt, receivedAt })).toBe(0);
});

test("an answer that took long proves little", () => {
  expect(clockOffset({ date: date(5), sentAt, receivedAt: sentAt + 10_000 })).toBe(0);
});
