import { describe, expect, test, vi } from "vitest";
import { temporaryDatabase, testServer } from "../../store/contract/temporary-database.test.support.ts";
import { comparePositions, LOG_BEGINNING, newestPosition, type StoredEvent } from "../../store/index.ts";
import { openFor } from "../../store/postgres/postgres-store.test.support.ts";
import { sampleEvent } from "../../store/sample-records.test.support.ts";
import { createEventFeed, type Subscriber } from "./event-feed.ts";
import { appendEvents } from "./event-log.ts";

/** A subscriber that takes everything. */
function collect(): Subscriber & { got: StoredEvent[] } {
  const got: StoredEvent[] = [];
  return {
    got,
    send: (event) => got.push(event) > 0,
    ready: () => Promise.resolve(),
    end: () => undefined,
  };
}

describe.skipIf(testServer === undefined)("a feed over PostgreSQL", () => {
  test("tells what every process writes, in one order, without a gap and once", async () => {
    const url = await temporaryDatabase();
    const stores = [await openFor(url), await openFor(url)];
    const feeds = stores.map((store) => createEventFeed({ store, log: () => undefined }));
    const followers = feeds.map((feed) => {
      const subscriber = collect();
      feed.subscribe(subscriber, LOG_BEGINNING);
      return subscriber;
    });
    const write = (count: number) =>
      Promise.all(
        stores.flatMap((store) =>
          Array.from({ length: count }, () =>
            store.write(() => appendEvents([sampleEvent("str_a"), sampleEvent("str_b")])),
          ),
        ),
      );
    await write(20);
    for (const { got } of followers) await vi.waitFor(() => expect(got).toHaveLength(80), 10_000);
    const late = collect();
    const start = await stores[0]?.read(newestPosition);
    feeds[1]?.subscribe(late, start ?? "");
    await write(5);
    for (const { got } of followers) await vi.waitFor(() => expect(got).toHaveLength(100), 10_000);
    const positions = followers.map(({ got }) => got.map(({ position }) => position));
    expect(positions[0]).toEqual(positions[1]);
    expect(positions[0]?.toSorted(comparePositions)).toEqual(positions[0]);
    expect(new Set(followers[0]?.got.map(({ event }) => event.id)).size).toBe(100);
    await vi.waitFor(() => expect(late.got.map(({ position }) => position)).toEqual(positions[0]?.slice(80)), 10_000);
    for (const feed of feeds) feed.close();
  });
});
