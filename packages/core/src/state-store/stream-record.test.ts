import { expect, test } from "vitest";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { Event } from "../model/event.ts";
import { beginKnown } from "../state/begin-known.ts";
import { readRecord, writeRecord } from "./stream-record.ts";

const known = beginKnown(aStream({ targets: [aTarget()] }));
const { stream, registers } = known;
const event: Event = {
  id: "e1",
  type: "stream.deleted",
  provider: "fake",
  streamId: "s1",
  occurredAt: "2026-01-01T00:00:00Z",
  observedAt: "2026-01-01T00:00:00Z",
  source: "api",
  data: { stream: aStream() },
};
const unsettled = [{ cause: "fake e1", at: 1, events: [event] }];
const written = (record: object): string => JSON.stringify({ version: 2, ...record });

test.each([
  ["of a stream", { known, unsettled: [] }],
  ["with events that nobody has handed out", { known, unsettled }],
  ["of a stream that is gone, whose events nobody has handed out", { unsettled }],
])("a record %s is read as it was written", (_name, record) => {
  expect(readRecord(writeRecord(record) ?? "")).toEqual(record);
});

test("of a stream that is gone nothing is kept when there is nothing to tell", () => {
  expect(writeRecord({ unsettled: [] })).toBeUndefined();
});

test.each([
  ["no JSON", "{"],
  ["no record", '"text"'],
  ["one of an earlier shape", JSON.stringify({ version: 1, stream, seen: [] })],
  ["one of a later shape", JSON.stringify({ version: 3, stream, registers })],
  ["one of nothing", written({})],
  ["one without a stream", written({ registers })],
  ["one whose registers are lost", written({ stream })],
  ["one whose registers are of a later shape", written({ stream, registers: { ...registers, version: 99 } })],
  ["one whose events are lost", written({ stream, registers, unsettled: [null] })],
  ["one whose events are no list", written({ stream, registers, unsettled: {} })],
])("%s is nothing: it is learnt anew", (_name, text) => {
  expect(readRecord(text)).toBeUndefined();
});
