import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { all } from "./access.ts";
import { openConnection } from "./connection.ts";
import { appendAndSettle } from "./contract/append-events.test.support.ts";
import { engines } from "./contract/engines.test.support.ts";
import { db } from "./database.ts";
import { appendEvent, hasAnyEvent, listEventsAfter, type EventQuery, type LoggedEvent } from "./events.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { sampleEndpointEvent, sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { temporaryDirectory, temporaryStore } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

const stored = async (store: Store, query: Partial<EventQuery> = {}): Promise<LoggedEvent[]> =>
  (await store.read(() => listEventsAfter({ limit: 10, ...query }))).map(({ event }) => event);

describe.each(engines)("the event log on $name", (engine) => {
  it("tells events in the order of their units, as they were", async () => {
    const store = await engine.open();
    const [a, b, c] = [sampleEvent("str_a"), sampleEvent("str_b"), sampleEvent("str_a")];
    const [first] = await appendAndSettle(store, a);
    const [second, third] = await appendAndSettle(store, b, c);
    const told = [
      { ...a, sequence: first },
      { ...b, sequence: second },
      { ...c, sequence: third },
    ];
    const events = await store.read(() => listEventsAfter({ limit: 10 }));
    expect(events.map(({ event }) => event)).toStrictEqual(told);
    const [afterFirst = "", afterSecond = "", afterThird = ""] = events.map(({ position }) => position);
    expect(await stored(store, { after: afterFirst, limit: 1 })).toStrictEqual([told[1]]);
    expect(await stored(store, { after: afterSecond })).toStrictEqual([told[2]]);
    expect(await stored(store, { after: afterThird })).toEqual([]);
  });

  it("filters by stream, type and tenant", async () => {
    const store = await engine.open();
    const [a, b] = [sampleEvent("str_a"), { ...sampleEvent("str_b", "stream.idle"), tenantId: "acme" }];
    const [c, d] = [sampleEvent("str_a", "stream.idle"), sampleEndpointEvent()];
    await appendAndSettle(store, a, b, c, d);
    const find = async (query: Partial<EventQuery>): Promise<string[]> =>
      (await stored(store, query)).map(({ id }) => id);
    expect(await find({})).toEqual([a.id, b.id, c.id, d.id]);
    expect(await find({ streamId: "str_a" })).toEqual([a.id, c.id]);
    expect(await find({ types: ["stream.idle"] })).toEqual([b.id, c.id]);
    expect(await find({ streamId: "str_a", types: ["stream.idle"] })).toEqual([c.id]);
    expect(await find({ tenantId: "acme" })).toEqual([b.id]);
    expect(await find({ tenantId: "other" })).toEqual([]);
  });

  it("numbers events whatever they carry, except those of endpoints", async () => {
    const store = await engine.open();
    const endpoint = sampleEndpointEvent();
    await appendAndSettle(store, { ...sampleEvent("str_a"), sequence: 900 }, endpoint);
    const [first, second] = await stored(store);
    expect(first).toMatchObject({ sequence: 1 });
    expect(second).toStrictEqual(endpoint);
  });

  it("knows whether it has an event", async () => {
    const store = await engine.open();
    const event = sampleEvent("str_a");
    await appendAndSettle(store, event);
    const has = (...ids: string[]): Promise<boolean> => store.read(() => hasAnyEvent(ids));
    expect([await has(), await has("evt_none"), await has("evt_none", event.id)]).toEqual([false, false, true]);
  });

  it("loses the event with the unit", async () => {
    const store = await engine.open();
    const failing = store.write(function* () {
      yield* appendEvent(sampleEvent("str_a"));
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await stored(store)).toEqual([]);
  });
});

describe("the event log on SQLite alone", () => {
  it("tells those who listen once a unit is stored, and only then", async () => {
    const store = temporaryStore();
    const told: (string | undefined)[] = [];
    store.listen("events", (payload) => told.push(payload));
    const undone = store.write(function* () {
      yield* appendEvent(sampleEvent("str_a"));
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    expect(told).toEqual([]);
    await appendAndSettle(store, sampleEvent("str_a"), sampleEvent("str_b"));
    expect(told).toEqual([""]);
  });

  it("takes an event that an older version has stored for as old as it says itself", () => {
    const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
    onTestFinished(() => connection.close());
    migrate(connection, () => 1, migrations.slice(0, 1));
    connection.exec(
      "insert into events (id, type, stream_id, occurred_at, body) values ('evt_a', 'stream.live', 'str_a', 1700, '{}')",
    );
    migrate(connection, () => 2);
    const rows = runOn(connection, () => all(db.selectFrom("events").select("observed_at")));
    expect(rows).toMatchObject([{ observed_at: 1700 }]);
  });

  it("has no hole where a unit of the same commit was undone", async () => {
    const store = temporaryStore();
    const units = [1, 2, 3, 4].map((unit) =>
      store.write(function* () {
        const position = yield* appendEvent(sampleEvent(`str_${unit}`));
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
    const events = await stored(store);
    expect(events.map((event) => "streamId" in event && event.streamId)).toEqual(["str_1", "str_3"]);
  });
});
