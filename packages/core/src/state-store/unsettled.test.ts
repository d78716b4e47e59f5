import { expect, test } from "vitest";
import { aStream } from "../fixtures.test.support.ts";
import type { Event } from "../model/event.ts";
import { addUnsettled, settle, type Unsettled, unsettledOf } from "./unsettled.ts";

const HOUR_MS = 3_600_000;

function event(id: string): Event {
  const at = "2026-01-01T00:00:00Z";
  const envelope = { provider: "fake", streamId: "s1", occurredAt: at, observedAt: at, source: "webhook" } as const;
  return { id, type: "stream.live", ...envelope, data: { stream: aStream() } };
}

function from(cause: string, ids: string[], at = 0): Unsettled {
  return { cause, at, events: ids.map(event) };
}

const ids = (list: readonly Unsettled[], cause: string): string[] => unsettledOf(list, cause).map(({ id }) => id);

test("what a further delivery finds comes behind what is left of the earlier ones, each event once", () => {
  const list = addUnsettled(addUnsettled([], from("a", ["1", "2"])), from("b", ["9"]));
  const next = addUnsettled(list, from("a", ["2", "3"], 5));
  expect(ids(next, "a")).toEqual(["1", "2", "3"]);
  expect(ids(next, "b")).toEqual(["9"]);
  expect(ids(settle(next, "a"), "a")).toEqual([]);
  expect(ids(settle(next, "a"), "b")).toEqual(["9"]);
});

test("nothing is kept of a webhook from which nothing follows", () => {
  expect(addUnsettled([], from("a", []))).toEqual([]);
});

test("what nobody delivers again is dropped", () => {
  const list = addUnsettled([], from("a", ["1"]));
  expect(ids(addUnsettled(list, from("b", ["2"], 25 * HOUR_MS)), "a")).toEqual(["1"]);
  expect(ids(addUnsettled(list, from("b", ["2"], 26 * HOUR_MS)), "a")).toEqual([]);
});

test("of 32 webhooks the next one waits; those that are there are handed out still", () => {
  const list = Array.from({ length: 32 }, (_, index) => from(`c${index}`, [`e${index}`]));
  expect(() => addUnsettled(list, from("new", ["1"]))).toThrow(
    expect.objectContaining({ code: "limit_exceeded", retryable: true }),
  );
  expect(ids(addUnsettled(list, from("c3", ["e3"])), "c3")).toEqual(["e3"]);
  expect(ids(addUnsettled(list, from("c3", ["more"])), "c3")).toEqual(["e3", "more"]);
  expect(ids(addUnsettled(list.slice(1), from("new", ["1"])), "new")).toEqual(["1"]);
});

test("of 200 events, too; one webhook may bring more at once", () => {
  const many = Array.from({ length: 300 }, (_, index) => `e${index}`);
  const list = addUnsettled([], from("big", many));
  expect(ids(list, "big")).toHaveLength(300);
  expect(() => addUnsettled(list, from("big", ["more"]))).toThrow(expect.objectContaining({ code: "limit_exceeded" }));
  expect(ids(addUnsettled(list, from("big", many)), "big")).toHaveLength(300);
});

test("how old it is counts from the first delivery, not from the last", () => {
  const first = addUnsettled([], from("a", ["1"]));
  const again = addUnsettled(first, from("a", ["2"], 20 * HOUR_MS));
  expect(ids(addUnsettled(again, from("b", ["3"], 27 * HOUR_MS)), "a")).toEqual([]);
});
