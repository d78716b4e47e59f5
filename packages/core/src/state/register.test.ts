import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Entry, Register } from "./known.ts";
import { timeOf } from "./histories.test.support.ts";
import { enter } from "./register.ts";

type Status = { state: string; since?: string; bytesSent?: number };

function entry(sequence: number, state: string, more: Partial<Status> = {}): Entry<Status> {
  return { position: { sequence, rank: 0, id: "" }, at: timeOf(sequence).occurredAt, status: { state, ...more } };
}
const enterAll = (...entries: Entry<Status>[]): Register<Status> =>
  entries.reduce<Register<Status>>((register, each) => enter(register, each), []);

/** Entries of one state, one a second. */
const stretch = (state: string, first: number, last: number): Entry<Status>[] =>
  Array.from({ length: last - first + 1 }, (_, index) => entry(first + index, state));

test("keeps the last eight, so that their order of arrival does not show", () => {
  const few = fc
    .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 20 }), fc.constantFrom("idle", "live", "retrying")), {
      maxLength: 8,
      selector: ([second]) => second,
    })
    .map((all) => all.map(([second, state]) => entry(second, state)));
  const twice = few.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));
  fc.assert(
    fc.property(twice, ([one, other]) => {
      expect(enterAll(...one)).toEqual(enterAll(...other));
    }),
  );
});

test("of a longer stretch keeps the first besides, and of each state the last", () => {
  const register = enterAll(entry(1, "live"), entry(2, "idle"), ...stretch("live", 5, 30));
  expect(register).toEqual([...stretch("live", 23, 30).toReversed(), entry(5, "live"), entry(2, "idle")]);
});

test("keeps what says of the newest stretch that it began before it was seen", () => {
  const told = entry(7, "live", { since: timeOf(4).occurredAt });
  expect(enterAll(entry(5, "live"), told, ...stretch("live", 8, 30))).toContain(told);
  const later = entry(7, "live", { since: timeOf(7).occurredAt });
  const register = enterAll(entry(5, "live"), later, ...stretch("live", 8, 30));
  expect(register).toEqual(expect.arrayContaining([later, entry(5, "live")]));
});

test("keeps one entry of a state whose every word says the same since", () => {
  const words = [5, 6, 7, 8].map((second) => entry(second, "live", { since: timeOf(5).occurredAt, bytesSent: second }));
  expect(enterAll(...words)).toEqual(words.slice(-1));
});

test("keeps the beginning of a stretch that is over, and takes no late entry for one of it", () => {
  const over = enterAll(entry(4, "live"), ...stretch("idle", 5, 20), ...stretch("live", 21, 30));
  expect(over).toEqual(expect.arrayContaining([entry(20, "idle"), entry(5, "idle")]));
  expect(enter(over, entry(3, "idle"))).toBe(over);
});

test("is the same when an entry is in it already, or says less than what is in it", () => {
  const register = enterAll(entry(3, "idle"), entry(4, "live"), ...stretch("live", 10, 20));
  expect(enter(register, entry(20, "live"))).toBe(register);
  expect(enter(register, entry(7, "live"))).toBe(register);
  expect(enter(register, entry(2, "idle"))).toBe(register);
});

test("does not care for the order of keys, as in what was read from a store", () => {
  const register = enterAll(entry(5, "live", { since: "5", bytesSent: 1 }));
  expect(enter(register, entry(5, "live", { bytesSent: 1, since: "5" }))).toBe(register);
});

test("orders different things that were said at one place in a way of its own", () => {
  const [one, other] = [entry(5, "live"), entry(5, "idle")];
  expect(enterAll(one, other)).toEqual(enterAll(other, one));
});
