import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type LogPosition,
  newestPosition,
  openStore,
  type Store,
  type StoredEvent,
  trimEvents,
} from "../../store/index.ts";
import { createEventFeed, type EventFeed, type FeedEnd, type Subscriber } from "./event-feed.ts";
import { appendEvents } from "./event-log.ts";

const at = "2026-01-02T03:04:05.000Z";
let dataDir: string;
let store: Store;

beforeAll(() => {
  dataDir = mkdtempSync(join(tmpdir(), "polycast-feed-"));
  store = openStore({ dataDir });
});

afterAll(async () => {
  await store.close();
  rmSync(dataDir, { recursive: true, force: true });
});

const newFeed = (from: Store = store): EventFeed => createEventFeed({ store: from, log: () => {} });

/** A store whose answers are some turns of the event loop old when they arrive. */
function slowToAnswer(turns: () => number): Store {
  return {
    ...store,
    async read(unit) {
      const answer = await store.read(unit);
      for (let left = turns(); left > 0; left -= 1) await new Promise((resolve) => setImmediate(resolve));
      return answer;
    },
  };
}

/** A feed whose reads fail from `fail` until `mend`, which also lets it try again. */
function feedOverBusyStore() {
  let failing = false;
  let retry: (() => void) | undefined;
  const clock = { now: () => 0, after: (_: number, callback: () => void) => ((retry = callback), () => {}) };
  const read: Store["read"] = (unit) => (failing ? Promise.reject(new Error("busy")) : store.read(unit));
  const feed = createEventFeed({ store: { ...store, read }, log: () => {}, clock });
  const reads = {
    fail: () => void (failing = true),
    retryIsDue: () => retry !== undefined,
    mend: () => {
      failing = false;
      retry?.();
    },
  };
  return { feed, reads };
}

/** Appends an event about a stream and answers its position. */
async function append(streamId: string): Promise<number> {
  const status = { state: "idle" as const, source: "relay" as const };
  const stream = { id: streamId, provider: "fake", name: "Show", enabled: true, status, notices: [] };
  const draft = {
    type: "stream.idle" as const,
    provider: "fake",
    streamId,
    occurredAt: at,
    observedAt: at,
    source: "relay" as const,
  };
  return store.write(function* () {
    yield* appendEvents([{ ...draft, data: { stream } }]);
    return Number(yield* newestPosition());
  });
}

async function newest(): Promise<number> {
  return Number(await store.read(newestPosition));
}

/** A subscriber that takes `room` events and then waits to be emptied. */
class Reader implements Subscriber {
  readonly got: StoredEvent[] = [];
  ended: FeedEnd | undefined;
  passed = 0;
  room: number;
  #waiting = Promise.withResolvers<void>();

  constructor(room = Number.POSITIVE_INFINITY) {
    this.room = room;
  }

  send(event: StoredEvent): boolean {
    if (this.room <= 0) return false;
    this.room -= 1;
    this.got.push(event);
    return true;
  }

  pass(position: LogPosition): void {
    this.passed = Number(position);
  }

  async ready(): Promise<void> {
    if (this.room > 0) return;
    this.#waiting = Promise.withResolvers();
    await this.#waiting.promise;
  }

  end(reason: FeedEnd): void {
    this.ended = reason;
  }

  empty(room: number): void {
    this.room = room;
    this.#waiting.resolve();
  }

  get positions(): number[] {
    return this.got.map(({ position }) => Number(position));
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, index) => from + 1 + index);

test("every subscriber gets everything after its cursor, in order and once, whenever it joins", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(fc.constant("write"), fc.constant("join"), fc.constant("turn")), { maxLength: 60 }),
      fc.nat({ max: 20 }),
      fc.infiniteStream(fc.nat({ max: 3 })),
      async (steps, behind, turns) => {
        const feed = newFeed(slowToAnswer(() => turns.next().value));
        const readers: { reader: Reader; after: number }[] = [];
        const writes: Promise<number>[] = [];
        for (const step of steps) {
          if (step === "write") writes.push(append("str_a"));
          if (step === "turn") await new Promise((resolve) => setImmediate(resolve));
          if (step === "join") {
            const reader = new Reader();
            const after = Math.max(0, (await newest()) - behind);
            feed.subscribe(reader, String(after));
            readers.push({ reader, after });
          }
        }
        await Promise.all(writes);
        const last = await append("str_a");
        for (const { reader, after } of readers) {
          await until(() => (reader.positions.at(-1) ?? 0) >= last);
          expect(reader.positions).toEqual(range(after, last));
        }
        feed.close();
      },
    ),
    { numRuns: 60 },
  );
});

test("a slow reader holds its own replay up, not the log, and loses nothing", async () => {
  const feed = newFeed();
  const start = await newest();
  for (let index = 0; index < 5; index += 1) await append("str_a");
  const reader = new Reader(2);
  feed.subscribe(reader, String(start));
  await until(() => reader.got.length === 2);
  const last = await append("str_a");
  expect(reader.ended).toBeUndefined();
  reader.empty(100);
  await until(() => reader.positions.at(-1) === last);
  expect(reader.positions).toEqual(range(start, last));
  feed.close();
  expect(reader.ended).toBe("closing");
});

test("a live reader without room is dropped, the others go on", async () => {
  const feed = newFeed();
  const start = await newest();
  const slow = new Reader(3);
  const fast = new Reader();
  feed.subscribe(slow, String(start));
  feed.subscribe(fast, String(start));
  for (let index = 0; index < 3; index += 1) await append("str_a");
  await until(() => slow.got.length === 3 && fast.got.length === 3);
  const last = await append("str_a");
  await until(() => fast.positions.at(-1) === last);
  expect([slow.ended, fast.ended]).toEqual(["slow", undefined]);
  expect(fast.positions).toEqual(range(start, last));
  feed.close();
});

test("a filter holds in the replay and live", async () => {
  const feed = newFeed();
  const start = await newest();
  for (const streamId of ["str_a", "str_b"]) await append(streamId);
  const reader = new Reader();
  feed.subscribe(reader, String(start), { streamId: "str_b" });
  await until(() => reader.got.length === 1);
  for (const streamId of ["str_a", "str_b"]) await append(streamId);
  await until(() => reader.got.length === 2);
  expect(reader.got.map(({ event }) => "streamId" in event && event.streamId)).toEqual(["str_b", "str_b"]);
  const other = new Reader();
  feed.subscribe(other, String(start), { types: ["stream.live"] });
  await append("str_b");
  await until(() => reader.got.length === 3);
  expect(other.got).toEqual([]);
  feed.close();
});

test("who wants little learns how far it has come, in the replay and live", async () => {
  const feed = newFeed();
  const start = await newest();
  const stored = await append("str_a");
  const reader = new Reader();
  feed.subscribe(reader, String(start), { streamId: "str_b" });
  await until(() => reader.passed === stored);
  const wanted = await append("str_b");
  const last = await append("str_a");
  await until(() => reader.passed === last);
  expect(reader.positions).toEqual([wanted]);
  feed.close();
});

test("who leaves gets nothing more, and who comes after the end is told so", async () => {
  const feed = newFeed();
  const reader = new Reader();
  const leave = feed.subscribe(reader, String(await newest()));
  leave();
  await append("str_a");
  expect([reader.got, reader.ended]).toEqual([[], undefined]);
  feed.close();
  const late = new Reader();
  feed.subscribe(late, "0");
  await until(() => late.ended !== undefined);
  expect(late.ended).toBe("closing");
});

test("what could not be read is told as soon as it can be, also when nothing new comes", async () => {
  const { feed, reads } = feedOverBusyStore();
  const reader = new Reader();
  const start = await newest();
  feed.subscribe(reader, String(start));
  await append("str_a");
  await until(() => reader.got.length === 1);
  reads.fail();
  await append("str_a");
  await until(reads.retryIsDue);
  reads.mend();
  await until(() => reader.got.length === 2);
  expect(reader.positions).toEqual(range(start, start + 2));
  feed.close();
});

test("who follows live and would miss what was trimmed is told so instead", async () => {
  const { feed, reads } = feedOverBusyStore();
  const reader = new Reader();
  feed.subscribe(reader, String(await newest()));
  await append("str_a");
  await until(() => reader.got.length === 1);
  reads.fail();
  for (let index = 0; index < 3; index += 1) await append("str_a");
  await until(reads.retryIsDue);
  await store.write(function* () {
    while ((yield* trimEvents({ keep: 1 })) > 0);
  });
  reads.mend();
  await until(() => reader.ended !== undefined);
  expect([reader.ended, reader.got.length]).toEqual(["expired", 1]);
  feed.close();
});
