import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openConnection } from "./connection.ts";
import { db } from "./database.ts";
import {
  appendEvent,
  isKnownPosition,
  listEventsAfter,
  newestPosition,
  oldestPosition,
  trimEvents,
  type EventQuery,
  type LoggedEvent,
} from "./events.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { temporaryDirectory, temporaryStore } from "./temporary-store.test.support.ts";

const stored = (store: Store, query: EventQuery): Promise<LoggedEvent[]> =>
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

  it("forgets what is too old, from the beginning on and never from the middle", async () => {
    const store = temporaryStore();
    const observedAt = [10, 20, 90, 30, 95];
    await store.write((transaction) => {
      for (const ms of observedAt) {
        appendEvent(transaction, { ...sampleEvent("str_a"), observedAt: new Date(ms).toISOString() });
      }
    });
    const trim = (before: number): Promise<number> => store.write((transaction) => trimEvents(transaction, { before }));
    expect(await trim(10)).toBe(0);
    expect(await trim(50)).toBe(2);
    expect(await store.read(oldestPosition)).toBe(3);
    expect(await trim(50)).toBe(0);
  });

  it("keeps the newest however old it is, so that the place which the log has reached is not lost", async () => {
    const store = temporaryStore();
    await store.write((transaction) => [1, 2, 3].map(() => appendEvent(transaction, sampleEvent("str_a"))));
    expect(await store.write((transaction) => trimEvents(transaction, { before: Date.now() }))).toBe(2);
    expect([await store.read(oldestPosition), await store.read(newestPosition)]).toEqual([3, 3]);
    const known = [0, 1, 2, 3].map((after) => store.read((reader) => isKnownPosition(reader, after)));
    expect(await Promise.all(known)).toEqual([false, false, true, true]);
    expect(await store.write((transaction) => appendEvent(transaction, sampleEvent("str_a")))).toBe(4);
  });

  it("takes an event that an older version has stored for as old as it says itself", () => {
    const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
    onTestFinished(() => connection.close());
    migrate(connection, () => 1, migrations.slice(0, 1));
    connection.exec(
      "insert into events (id, type, stream_id, occurred_at, body) values ('evt_a', 'stream.live', 'str_a', 1700, '{}')",
    );
    migrate(connection, () => 2);
    expect(connection.all(db.selectFrom("events").select("observed_at"))).toMatchObject([{ observed_at: 1700 }]);
  });

  it("has no hole where a unit of the same commit was undone", async () => {
    const store = temporaryStore();
    const units = [1, 2, 3, 4].map((unit) =>
      store.write((transaction) => {
        const position = appendEvent(transaction, sampleEvent(`str_${unit}`));
        if (unit % 2 === 0) throw new Error("no");
        return position;
      }),
    );
    const settled = await Promise.allSettled(units);
    expect(settled.map((result) => (result.status === "fulfilled" ? result.value : "undone"))).toEqual([
      1,
      "undone",
      2,
      "undone",
    ]);
    const events = await stored(store, { after: 0, limit: 10 });
    expect(events.map((event) => "streamId" in event && event.streamId)).toEqual(["str_1", "str_3"]);
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
