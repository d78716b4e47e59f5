import { expect, test } from "vitest";
import { appendEvent } from "../../store/events.ts";
import { insertViewToken, newId, newestPosition, startPosition, type Store } from "../../store/index.ts";
import { sampleEvent, sampleStream } from "../../store/sample-records.test.support.ts";
import { insertStream } from "../../store/streams.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { findViewToken } from "../../store/view-tokens.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { createRetention } from "./retention.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const log = (): void => {};

async function append(store: Store, count: number, at: number): Promise<void> {
  await store.write(function* () {
    const observedAt = new Date(at).toISOString();
    for (let index = 0; index < count; index += 1) yield* appendEvent({ ...sampleEvent("str_a"), observedAt });
  });
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

test("events go after their time, many of them in small units between which others write", async () => {
  const store = temporaryStore();
  const clock = createManualClock();
  await append(store, 1000, clock.now() - 2 * DAY_MS);
  await append(store, 5, clock.now());
  let units = 0;
  const write: Store["write"] = (unit) => {
    units += 1;
    return store.write(unit);
  };
  const retention = createRetention({ store: { ...store, write }, clock, log, eventMs: DAY_MS });
  await retention.sweep();
  expect([await store.read(startPosition), await store.read(newestPosition)]).toEqual(["1000", "1005"]);
  expect(units).toBeGreaterThanOrEqual(5);
});

test("there are never more than may stay, also when that was lowered", async () => {
  const store = temporaryStore();
  const clock = createManualClock();
  await append(store, 950, clock.now());
  await createRetention({ store, clock, log, keepEvents: 100 }).sweep();
  expect(await store.read(startPosition)).toBe("850");
});

test("it looks by itself, goes on after a failure, and not after it was closed", async () => {
  const store = temporaryStore();
  const clock = createManualClock();
  let failing = true;
  let asked = 0;
  const write: Store["write"] = (unit) => {
    asked += 1;
    return failing ? Promise.reject(new Error("full")) : store.write(unit);
  };
  await append(store, 5, clock.now());
  const retention = createRetention({ store: { ...store, write }, clock, log, eventMs: 1000 });
  retention.start();
  clock.advance(60_000);
  await until(() => Promise.resolve(asked === 1));
  failing = false;
  await until(async () => {
    clock.advance(60_000);
    return (await store.read(startPosition)) === "4";
  });
  retention.close();
  await new Promise((resolve) => setImmediate(resolve));
  const before = asked;
  clock.advance(600_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toBe(before);
});

test("expired view tokens go", async () => {
  const store = temporaryStore();
  const clock = createManualClock();
  const stream = sampleStream();
  const tokens = [clock.now() - 1, clock.now() + 1].map((expiresAt) => ({
    id: newId("viewToken"),
    hash: `hash-${expiresAt}`,
    streamId: stream.id,
    expiresAt,
  }));
  await store.write(function* () {
    yield* insertStream(stream);
    for (const token of tokens) yield* insertViewToken(token);
  });
  await createRetention({ store, clock, log }).sweep();
  const found = await Promise.all(tokens.map(({ hash }) => store.read(() => findViewToken(hash))));
  expect(found.map((token) => token?.id)).toEqual([undefined, tokens[1]?.id]);
});
