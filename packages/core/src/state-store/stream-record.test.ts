import { expect, test } from "vitest";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import { readRecord, writeRecord } from "./stream-record.ts";

const known = { stream: aStream({ targets: [aTarget()] }), seen: new Map([["stream", 5]]) };

test("a record is read as it was written", () => {
  expect(readRecord(writeRecord(known))).toEqual(known);
});

test.each([
  ["no JSON", "{"],
  ["no record", '"text"'],
  ["one of an earlier shape", JSON.stringify({ stream: known.stream, seen: [] })],
  ["one of a later shape", writeRecord(known).replace('"version":1', '"version":2')],
  ["one without a stream", '{"version":1,"seen":[]}'],
  ["one whose numbers are lost", JSON.stringify({ version: 1, stream: known.stream, seen: ["stream"] })],
])("%s is nothing: it is learnt anew", (_name, text) => {
  expect(readRecord(text)).toBeUndefined();
});
