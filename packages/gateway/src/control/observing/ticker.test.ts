import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { createTicker } from "./ticker.ts";

function open() {
  const clock = createManualClock(0);
  const ticked: string[] = [];
  return { clock, ticked, ticker: createTicker(clock, (streamId) => void ticked.push(streamId)) };
}

test("wakes each stream when something of it is due, and never more often than once a second", () => {
  const { clock, ticked, ticker } = open();
  ticker.expect("late", 5000);
  ticker.expect("soon", 100);
  ticker.expect("past", -10);
  clock.advance(500);
  expect(ticked).toEqual([]);
  clock.advance(500);
  expect(ticked).toEqual(["soon", "past"]);
  clock.advance(3999);
  expect(ticked).toHaveLength(2);
  clock.advance(1);
  expect(ticked).toEqual(["soon", "past", "late"]);
});

test("what is heard of in time is not woken, and one that is put off is woken then", () => {
  const { clock, ticked, ticker } = open();
  ticker.expect("a", 2000);
  ticker.expect("b", 2000);
  ticker.expect("a", undefined);
  ticker.expect("b", 4000);
  clock.advance(3000);
  expect(ticked).toEqual([]);
  clock.advance(1000);
  expect(ticked).toEqual(["b"]);
});

test("nothing comes after it is closed", () => {
  const { clock, ticked, ticker } = open();
  ticker.expect("a", 2000);
  ticker.close();
  clock.advance(10_000);
  expect(ticked).toEqual([]);
});
