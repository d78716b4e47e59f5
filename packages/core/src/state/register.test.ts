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

test("keeps of each state the last entry, and the first of its newest stretch", () => {
  const [one, idle, two] = [entry(2, "live"), entry(3, "idle"), entry(5, "live")];
  expect(enterAll(entry(1, "live"), one, idle, two, entry(7, "live"), entry(9, "live"))).toEqual([
    entry(9, "live"),
    two,
    idle,
  ]);
  expect(enterAll(two, entry(9, "live"), entry(7, "live"), idle, one)).toEqual([entry(9, "live"), two, idle]);
});

test("keeps what says of the newest stretch that it began before it was seen", () => {
  const told = entry(7, "live", { since: timeOf(4).occurredAt });
  const [first, last] = [entry(5, "live"), entry(9, "live")];
  expect(enterAll(first, entry(6, "live"), told, last)).toEqual([last, told]);
  const later = entry(7, "live", { since: timeOf(7).occurredAt });
  expect(enterAll(first, entry(6, "live"), later, last)).toEqual([last, later, first]);
});

test("keeps one entry of a state whose every word says the same since", () => {
  const words = [5, 6, 7, 8].map((second) => entry(second, "live", { since: timeOf(5).occurredAt, bytesSent: second }));
  expect(enterAll(...words)).toEqual(words.slice(-1));
});

test("keeps the beginning of a stretch that is over, and takes no late entry for one of it", () => {
  const [first, last, other] = [entry(5, "idle"), entry(8, "idle"), entry(10, "live")];
  const over = enterAll(entry(3, "idle"), entry(4, "live"), first, last, other);
  expect(over).toEqual([other, last, first]);
  expect(enter(over, entry(3, "idle"))).toBe(over);
});

test("forgets what a late entry of another state has cut off", () => {
  const [split, last] = [entry(6, "retrying"), entry(9, "live")];
  expect(enterAll(entry(1, "idle"), entry(2, "live"), entry(7, "live"), last, split)).toEqual([
    last,
    split,
    entry(1, "idle"),
  ]);
});

test("is the same when an entry is in it already, or says less than what is in it", () => {
  const register = enterAll(entry(3, "idle"), entry(4, "live"), entry(9, "live"));
  expect(enter(register, entry(9, "live"))).toBe(register);
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
