import { expect, test } from "vitest";
import type { Entry, Register } from "./known.ts";
import { enter } from "./register.ts";

type Status = { state: string; since?: string; bytesSent?: number };

function entry(sequence: number, state: string, more: Partial<Status> = {}): Entry<Status> {
  return { position: { sequence, rank: 0, id: "" }, at: `at ${sequence}`, status: { state, ...more } };
}
const enterAll = (...entries: Entry<Status>[]): Register<Status> => entries.reduce<Register<Status>>(enter, []);

test("keeps of each state the last entry, and the last that says since when", () => {
  const first = entry(1, "live", { since: "1" });
  const [idle, last] = [entry(3, "idle"), entry(9, "live")];
  expect(enterAll(first, entry(2, "live"), idle, entry(5, "live"), last)).toEqual([last, idle, first]);
  const newer = entry(7, "live", { since: "7" });
  expect(enterAll(first, idle, last, newer)).toEqual([last, newer, idle]);
});

test("is the same when an entry is in it already, or says less than what is in it", () => {
  const register = enterAll(entry(1, "idle"), entry(5, "live"));
  expect(enter(register, entry(5, "live"))).toBe(register);
  expect(enter(register, entry(4, "live"))).toBe(register);
});

test("does not care for the order of keys, as in what was read from a store", () => {
  const register = enterAll(entry(5, "live", { since: "5", bytesSent: 1 }));
  expect(enter(register, entry(5, "live", { bytesSent: 1, since: "5" }))).toBe(register);
});

test("orders different things that were said at one place in a way of its own", () => {
  const [one, other] = [entry(5, "live"), entry(5, "idle")];
  expect(enterAll(one, other)).toEqual(enterAll(other, one));
});
