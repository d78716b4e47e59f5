import { expect, test } from "vitest";
import { comparePositions, isLogPosition, LOG_BEGINNING, placeOf, toLogPosition } from "./log-position.ts";

test("a word stands for its place", () => {
  for (const place of [
    { tx: 0, position: 0 },
    { tx: 0, position: 12 },
    { tx: 3, position: 12 },
  ])
    expect(placeOf(toLogPosition(place))).toEqual(place);
  expect(toLogPosition({ tx: 0, position: 12 })).toBe("12");
});

test("words are in the order of their transactions, then of their positions", () => {
  const inOrder = [LOG_BEGINNING, "9", "10", "9-11", "10-2", "10-10"];
  expect(inOrder.toReversed().toSorted(comparePositions)).toEqual(inOrder);
  expect(comparePositions("10-2", "10-2")).toBe(0);
});

test("other words are none", () => {
  for (const word of ["", "a", "-1", "1-", "1-2-3", " 1", "1e3", "12345678901234567"]) {
    expect([word, isLogPosition(word)]).toEqual([word, false]);
    expect(() => placeOf(word)).toThrow(RangeError);
  }
});
