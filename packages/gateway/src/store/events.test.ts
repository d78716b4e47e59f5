import type { Event } from "@polycast/core";
import { describe, expect, it } from "vitest";
import {
  appendEvent,
  isKnownPosition,
  listEventsAfter,
  newestPosition,
  oldestPosition,
  type EventQuery,
} from "./events.ts";
import { sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { temporaryStore } from "./temporary-store.test.support.ts";

const stored = (store: Store, query: EventQuery): Promise<Event[]> =>
  store.read((reader) => listEventsAfter(reader, query).map(({ event }) => event));

describe("the event log", () => {
  it("tells events in the order of their units, as they were", async () => {
    const store = temporaryStore();
    const events = ["str_a", "str_b", "str_a"].map((streamId) => sampleEvent(streamId));
    const positions = await Promise.all(events.map((event) => store.write((tx) => appendEvent(tx, event))));
    expect(positions).toEqual([1, 2, 3]);
    expect(await stored(store, { after: 0, limit: 10 })).toStrictEqual(events);
    expect(await stored(store, { after: 1, limit: 1 })).toStrictEqual([events[1]]);
    expect(await stored(store, { after: 3, limit: 10 })).toEqual([]);
  });

  it("filters by stream and type", async () => {
    const store = temporaryStore();
    const [a, b, c] = [sampleEvent("str_a"), sampleEvent("str_b", "stream.idle"), sampleEvent("str_a", "stream.idle")];
    await store.write((transaction) => [a, b, c].forEach((event) => appendEvent(transaction, event)));
    expect(await stored(store, { after: 0, limit: 10, streamId: "str_a" })).toStrictEqual([a, c]);
    expect(await stored(store, { after: 0, limit: 10, types: ["stream.idle"] })).toStrictEqual([b, c]);
    expect(await stored(store, { after: 0, limit: 10, streamId: "str_a", types: ["stream.idle"] })).toStrictEqual([c]);
  });

  it("forgets the oldest beyond its bound, and never uses a position twice", async () => {
    const store = temporaryStore();
    expect(await store.read(oldestPosition)).toBeUndefined();
    expect(await store.read((reader) => isKnownPosition(reader, 0))).toBe(true);
    expect(await store.read((reader) => isKnownPosition(reader, 1))).toBe(false);
    await store.write((transaction) => {
      for (let index = 0; index < 1000; index += 1) appendEvent(transaction, sampleEvent("str_a"), 250);
    });
    expect(await store.read(oldestPosition)).toBe(751);
    expect(await store.read(newestPosition)).toBe(1000);
    const known = [749, 750, 1000, 1001].map((after) => store.read((reader) => isKnownPosition(reader, after)));
    expect(await Promise.all(known)).toEqual([false, true, true, false]);
  });

  it("shrinks in steps when the bound was lowered", async () => {
    const store = temporaryStore();
    const append = (count: number, keep: number): Promise<void> =>
      store.write((transaction) => {
        for (let index = 0; index < count; index += 1) appendEvent(transaction, sampleEvent("str_a"), keep);
      });
    await append(1000, 1000);
    await append(100, 100);
    expect(await store.read(oldestPosition)).toBe(201);
    await append(900, 100);
    expect(await store.read(oldestPosition)).toBe(1901);
  });

  it("loses the event with the unit", async () => {
    const store = temporaryStore();
    const failing = store.write((transaction) => {
      appendEvent(transaction, sampleEvent("str_a"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await store.read(newestPosition)).toBe(0);
  });
});
