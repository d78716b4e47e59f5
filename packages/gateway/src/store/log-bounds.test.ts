import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openConnection } from "./connection.ts";
import { appendAndSettle } from "./contract/append-events.test.support.ts";
import { engines } from "./contract/engines.test.support.ts";
import { listEventsAfter, type LoggedEvent } from "./events.ts";
import { isKnownPosition, newestPosition, startPosition } from "./log-bounds.ts";
import { type LogPosition, placeOf, toLogPosition } from "./log-position.ts";
import { migrate } from "./migrate.ts";
import { migrations } from "./migrations.ts";
import { sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { trimEvents, type Trimming } from "./trim-events.ts";
import { runOn } from "./unit-on-connection.test.support.ts";

/** Appends events and answers their positions. */
async function append(store: Store, events: LoggedEvent[]): Promise<LogPosition[]> {
  const after = await store.read(newestPosition);
  if (events.length > 0) await appendAndSettle(store, ...events);
  const stored = await store.read(() => listEventsAfter({ after, limit: 500 }));
  return stored.map(({ position }) => position);
}

const samples = (count: number): LoggedEvent[] => Array.from({ length: count }, () => sampleEvent("str_a"));

const justBehind = (position: LogPosition): LogPosition => {
  const place = placeOf(position);
  return toLogPosition({ ...place, position: place.position + 1 });
};

describe.each(engines)("the bounds of the event log on $name", (engine) => {
  const prepare = async (events: LoggedEvent[]) => {
    const store = await engine.open();
    const positions = await append(store, events);
    return {
      store,
      positions,
      trim: (trimming: Trimming) => store.write(() => trimEvents(trimming)),
      bounds: async () => [await store.read(startPosition), await store.read(newestPosition)],
      known: (...after: (LogPosition | undefined)[]) =>
        Promise.all(after.map((position = "") => store.read(() => isKnownPosition(position)))),
    };
  };

  it("are those of an empty log at first", async () => {
    const { bounds, known } = await prepare([]);
    expect(await bounds()).toEqual(["0", "0"]);
    expect(await known("0", "1")).toEqual([true, false]);
  });

  it("have no place of another engine's log in them", async () => {
    const { positions, known } = await prepare(samples(3));
    const [first = ""] = positions;
    const isNumbered = placeOf(first).tx === 0;
    expect(await known(first, "2")).toEqual([true, isNumbered]);
  });

  it("move when the oldest beyond its bound are forgotten", async () => {
    const { positions, trim, bounds, known } = await prepare(samples(450));
    expect([await trim({ keep: 150 }), await trim({ keep: 150 }), await trim({ keep: 150 })]).toEqual([200, 100, 0]);
    expect(await bounds()).toEqual([positions[299], positions[449]]);
    expect(await known("0", positions[298], positions[299], positions[449])).toEqual([false, false, true, true]);
    expect(await known(justBehind(positions[449] ?? ""))).toEqual([false]);
  });

  it("move when what is too old is forgotten, from the beginning on and never from the middle", async () => {
    const aged = [10, 20, 90, 30, 95].map((ms) =>
      Object.assign(sampleEvent("str_a"), { observedAt: new Date(ms).toISOString() }),
    );
    const { positions, trim, bounds } = await prepare(aged);
    expect(await trim({ before: 10 })).toBe(0);
    expect(await bounds()).toEqual(["0", positions[4]]);
    expect(await trim({ before: 50 })).toBe(2);
    expect(await bounds()).toEqual([positions[1], positions[4]]);
    expect(await trim({ before: 50 })).toBe(0);
  });

  it("hold the newest however old it is, so that the place which the log has reached is not lost", async () => {
    const { store, positions, trim, bounds, known } = await prepare(samples(3));
    expect(await trim({ before: Date.now() })).toBe(2);
    expect(await bounds()).toEqual([positions[1], positions[2]]);
    expect(await known("0", ...positions)).toEqual([false, false, true, true]);
    const [next] = await append(store, samples(1));
    expect(placeOf(next ?? "").position).toBe(4);
    expect(await known(positions[2], next)).toEqual([true, true]);
  });
});

it("a log that an older version has trimmed begins where that one has left it", () => {
  const connection = openConnection(join(temporaryDirectory(), "polycast.db"));
  onTestFinished(() => connection.close());
  migrate(connection, () => 1, migrations.slice(0, 3));
  connection.exec(`insert into events (position, id, type, stream_id, occurred_at, body) values
    (7, 'evt_a', 'stream.live', 'str_a', 1700, '{}'), (8, 'evt_b', 'stream.live', 'str_a', 1700, '{}')`);
  migrate(connection, () => 2);
  const known = ["5", "6", "8", "9"].map((after) => runOn(connection, () => isKnownPosition(after)));
  expect(known).toEqual([false, true, true, false]);
});
