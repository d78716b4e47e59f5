import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, onTestFinished, test } from "vitest";
import { all } from "./access.ts";
import { openConnection } from "./connection.ts";
import { db } from "./database.ts";
import { setMeta } from "./meta.ts";
import { migrate } from "./migrate.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";
import { runOn } from "./unit-on-connection.test.support.ts";
import { createWriter, type Writer } from "./writer.ts";

type World = {
  writer: Writer;
  /** Another program that takes and gives back the write lock. */
  other: { lock: () => void; unlock: () => void };
  /** How often a transaction was begun or tried to. */
  attempts: () => number;
  /** Lets this many milliseconds pass. */
  pass: (ms: number) => Promise<void>;
  /** Sets the clock forward while nothing else runs. */
  jump: (ms: number) => void;
  stored: () => string[];
};

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

/** A writer that never waits for a lock by itself, with a clock that stands still. */
function openWorld(): World {
  const file = join(temporaryDirectory(), "polycast.db");
  const connection = openConnection(file);
  migrate(connection, () => 0);
  connection.waitForLocks(0);
  const reader = openConnection(file, { readOnly: true });
  const foreign = new DatabaseSync(file);
  onTestFinished(() => [connection, reader, foreign].forEach((one) => one.close()));
  let attempts = 0;
  const exec = (sql: string): void => {
    if (sql === "BEGIN IMMEDIATE") attempts += 1;
    connection.exec(sql);
  };
  let now = 0;
  let timers: { at: number; callback: () => void }[] = [];
  const after = (ms: number, callback: () => void): void => void timers.push({ at: now + ms, callback });
  return {
    writer: createWriter({ ...connection, exec }, { clock: () => now, after }),
    other: { lock: () => foreign.exec("BEGIN IMMEDIATE"), unlock: () => foreign.exec("ROLLBACK") },
    attempts: () => attempts,
    jump: (ms) => {
      now += ms;
    },
    async pass(ms) {
      await turn();
      for (const end = now + ms; now < end;) {
        now = Math.min(end, ...timers.map(({ at }) => at));
        const due = timers.filter(({ at }) => at <= now);
        timers = timers.filter(({ at }) => at > now);
        for (const { callback } of due) callback();
        await turn();
      }
    },
    stored: () => runOn(reader, () => all(db.selectFrom("meta").select("key").orderBy("key"))).map((row) => row.key),
  };
}

const errorOf = (write: Promise<unknown>): Promise<unknown> => write.catch((error: unknown) => error);
const put = (key: string) => () => setMeta(key, "x");
const refusal = { code: "provider_unavailable", retryable: true, outcome: "not_applied" };

test("a short lock of another program costs nobody an error, and few attempts", async () => {
  const { writer, other, attempts, pass, stored } = openWorld();
  other.lock();
  const order: string[] = [];
  const first = writer.write(put("a")).then(() => order.push("a"));
  await pass(1000);
  const second = writer.write(put("b")).then(() => order.push("b"));
  await pass(900);
  expect(attempts()).toBe(20);
  expect([stored(), order]).toEqual([[], []]);
  expect(writer.healthy()).toBe(true);
  other.unlock();
  await pass(100);
  await Promise.all([first, second]);
  expect(attempts()).toBe(21);
  expect([stored(), order]).toEqual([
    ["a", "b"],
    ["a", "b"],
  ]);
  // No timer is needed any more.
  await writer.write(put("c"));
  expect(stored()).toEqual(["a", "b", "c"]);
});

test("a long lock refuses each unit after two seconds, and the others wait on", async () => {
  const { writer, other, pass, stored } = openWorld();
  other.lock();
  const early = errorOf(writer.write(put("early")));
  await pass(1500);
  const late = writer.write(put("late"));
  await pass(500);
  expect(await early).toMatchObject(refusal);
  expect(writer.healthy()).toBe(false);
  other.unlock();
  await pass(100);
  await late;
  expect(stored()).toEqual(["late"]);
});

test("after all were refused, the next is tried at once", async () => {
  const { writer, other, attempts, pass, stored } = openWorld();
  other.lock();
  const refused = errorOf(writer.write(put("a")));
  await pass(2000);
  expect(await refused).toMatchObject(refusal);
  const before = attempts();
  await pass(60_000);
  expect(attempts()).toBe(before);
  other.unlock();
  await writer.write(put("b"));
  expect(stored()).toEqual(["b"]);
});

test("what was asked for long before the lock came has its two seconds too", async () => {
  const { writer, other, pass, jump, stored } = openWorld();
  const slow = writer.write(function* () {
    jump(5000);
    yield* setMeta("a", "x");
  });
  const locked = slow.then(other.lock);
  const next = writer.write(put("b"));
  await locked;
  await pass(1900);
  expect(stored()).toEqual(["a"]);
  other.unlock();
  await pass(100);
  await next;
  expect(stored()).toEqual(["a", "b"]);
});

test("closing waits for the lock, as long as a unit may", async () => {
  const freed = openWorld();
  freed.other.lock();
  const written = freed.writer.write(put("a"));
  await freed.pass(300);
  const closing = freed.writer.close();
  await expect(freed.writer.write(put("b"))).rejects.toMatchObject({ message: "The store is closed." });
  freed.other.unlock();
  await freed.pass(100);
  await Promise.all([closing, written]);
  expect(freed.stored()).toEqual(["a"]);

  const held = openWorld();
  held.other.lock();
  const refused = errorOf(held.writer.write(put("a")));
  const ending = held.writer.close();
  await held.pass(2000);
  await ending;
  expect(await refused).toMatchObject(refusal);
  expect(held.stored()).toEqual([]);
});
