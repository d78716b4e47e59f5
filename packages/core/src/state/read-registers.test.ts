import { expect, test } from "vitest";
import { aStream } from "../fixtures.test.support.ts";
import { beginKnown } from "./begin-known.ts";
import { readRegisters } from "./read-registers.ts";

const { registers } = beginKnown(aStream(), Date.UTC(2026, 2, 1));

test("registers are read as they were written", () => {
  expect(readRegisters(JSON.stringify(registers))).toEqual(registers);
});

test.each([
  ["no JSON", "{"],
  ["nothing", "null"],
  ["a list", "[]"],
  ["a later version", JSON.stringify({ ...registers, version: 2 })],
  ["one without a clock", JSON.stringify({ ...registers, now: undefined })],
  ["one whose stream is no register", JSON.stringify({ ...registers, stream: {} })],
  ["one whose targets are none", JSON.stringify({ ...registers, targets: { t1: {} } })],
])("%s is nothing: it is learnt anew", (_name, text) => {
  expect(readRegisters(text)).toBeUndefined();
});
