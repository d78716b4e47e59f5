import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import type { Writing } from "../access.ts";
import { appendAndSettle } from "../contract/append-events.test.support.ts";
import { emptiedDatabase, runOn, testServer } from "../contract/temporary-database.test.support.ts";
import { appendEvent, listEventsAfter } from "../events.ts";
import { isKnownPosition, newestPosition } from "../log-bounds.ts";
import { comparePositions, LOG_BEGINNING, type LogPosition } from "../log-position.ts";
import { sampleEvent, sampleStream } from "../sample-records.test.support.ts";
import type { Store } from "../store.ts";
import { getStream, insertStream, updateStream } from "../streams.ts";
import { ask, openFor, openTransaction } from "./postgres-store.test.support.ts";

/** Reads the log from where it stands whenever it is told to, as everybody does who must miss nothing. */
function follow(store: Store): { told: string[]; positions: LogPosition[] } {
  const told: string[] = [];
  const positions: LogPosition[] = [];
  let reading = Promise.resolve();
  const read = async (): Promise<void> => {
    const after = positions.at(-1) ?? LOG_BEGINNING;
    for (const { event, position } of await store.read(() => listEventsAfter({ after, limit: 500 }))) {
      told.push(event.id);
      positions.push(position);
    }
  };
  store.listen("events", () => {
    reading = reading.then(read);
  });
  return { told, positions };
}

describe.skipIf(testServer === undefined)("the order of the event log on PostgreSQL", () => {
  it("hides no event of a transaction that stays open for long, and tells when it is over", async () => {
    const url = await emptiedDatabase();
    const [writer, reader] = [await openFor(url), await openFor(url)];
    const { told } = follow(reader);
    const slow = await openTransaction(url);
    const quick = sampleEvent("str_quick");
    await writer.write(() => appendEvent(quick));
    await sleep(1000);
    // It comes later, and takes a later position, in an earlier transaction.
    await slow.append("evt_slow");
    await sleep(1000);
    expect(told).toEqual([]);
    await slow.commit();
    await vi.waitFor(() => expect(told).toEqual(["evt_slow", quick.id]), 10_000);
  });

  it("is told without a gap and without a repeat while many write", async () => {
    const url = await emptiedDatabase();
    const stores = [await openFor(url), await openFor(url)];
    const followers = stores.map(follow);
    const written = stores.flatMap((store) =>
      Array.from({ length: 40 }, async () => {
        const event = sampleEvent("str_a");
        await store.write(function* () {
          yield* appendEvent(event);
          yield* ask(`pg_sleep(${Math.random() / 50})`);
        });
        return event.id;
      }),
    );
    const ids = (await Promise.all(written)).toSorted();
    for (const { told, positions } of followers) {
      await vi.waitFor(() => expect(told).toHaveLength(ids.length), 10_000);
      expect(told.toSorted()).toEqual(ids);
      expect(positions.toSorted(comparePositions)).toEqual(positions);
    }
    expect(followers[0]?.told).toEqual(followers[1]?.told);
  });

  it("tells of a stream as it changed, though one unit saw it before the other and told it after", async () => {
    const url = await emptiedDatabase();
    const [early, late] = [await openFor(url), await openFor(url)];
    const stream = sampleStream({ name: "before" });
    await early.write(() => insertStream(stream));
    const { promise: hasSeen, resolve: seen } = Promise.withResolvers<void>();
    let runs = 0;
    /** An event about the stream with the name that it has for this unit. */
    function* tell(): Writing<void> {
      const known = yield* getStream(stream.id);
      const event = sampleEvent(stream.id);
      if (known && "stream" in event.data) event.data.stream.name = known.name;
      yield* appendEvent(event);
    }
    const told = early.write(function* () {
      yield* getStream(stream.id);
      runs += 1;
      seen();
      yield* ask("pg_sleep(0.5)");
      yield* tell();
    });
    await hasSeen;
    await late.write(function* () {
      yield* updateStream(stream.id, { name: "after", updatedAt: 1 });
      yield* tell();
    });
    await told;
    expect(runs).toBe(2);
    // Any transaction that writes, be it in another database, holds them back.
    const log = await vi.waitFor(async () => {
      const settled = await late.read(() => listEventsAfter({ limit: 10 }));
      expect(settled).toHaveLength(2);
      return settled;
    }, 10_000);
    const names = log.map(({ event }) => "stream" in event.data && event.data.stream.name);
    expect(names).toEqual(["after", "after"]);
    const sequences = log.map(({ event }) => ("sequence" in event ? event.sequence : undefined));
    expect(sequences[0]).toBeLessThan(sequences[1] ?? 0);
  });

  it("goes on in a cluster that has seen fewer transactions than the one it was restored from", async () => {
    const url = await emptiedDatabase();
    const old = await openFor(url);
    await appendAndSettle(old, sampleEvent("str_a"), sampleEvent("str_b"));
    await old.close();
    await runOn(url, "update events set tx = tx + 1000000000");
    for (let start = 0; start < 2; start += 1) {
      const store = await openFor(url);
      const before = await store.read(newestPosition);
      expect(await store.read(() => isKnownPosition(before))).toBe(true);
      const event = sampleEvent("str_c");
      await appendAndSettle(store, event);
      const later = await store.read(() => listEventsAfter({ after: before, limit: 10 }));
      expect(later.map((stored) => stored.event.id)).toEqual([event.id]);
      expect(await store.read(() => listEventsAfter({ limit: 10 }))).toHaveLength(3 + start);
    }
  });
});
