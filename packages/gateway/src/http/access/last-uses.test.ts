import { expect, test } from "vitest";
import { createManualClock } from "../../control/manual-clock.test.support.ts";
import { type ApiKeyRecord, getApiKey, putApiKey, type Store } from "../../store/index.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createLastUses } from "./last-uses.ts";

const record: ApiKeyRecord = { id: "key_a", hash: "aa", name: "A", scopes: ["read"], last4: "aaaa", createdAt: 1 };

test("the last use is noted to the minute, and written once a minute", async () => {
  const inner = temporaryStore();
  await inner.write(() => putApiKey(record));
  const writes: Promise<unknown>[] = [];
  const write: Store["write"] = (unit) => {
    const written = inner.write(unit);
    writes.push(written);
    return written;
  };
  const clock = createManualClock(600_000 + 5);
  const lastUses = createLastUses({ ...inner, write }, clock);
  lastUses.note(record);
  lastUses.note(record);
  await Promise.all(writes);
  expect([writes.length, (await inner.read(() => getApiKey("key_a")))?.lastUsedAt]).toEqual([1, 600_000]);
  clock.advance(60_000);
  lastUses.note(record);
  await Promise.all(writes);
  expect([writes.length, (await inner.read(() => getApiKey("key_a")))?.lastUsedAt]).toEqual([2, 660_000]);
  lastUses.note({ ...record, lastUsedAt: 660_000 });
  expect(writes.length).toBe(2);
});

test("a store that takes nothing is nobody's trouble, and the next minute is noted", async () => {
  const inner = temporaryStore();
  await inner.write(() => putApiKey(record));
  const failures: Promise<unknown>[] = [];
  let fails = true;
  const write: Store["write"] = (unit) => {
    const written = fails ? Promise.reject(new Error("no")) : inner.write(unit);
    failures.push(written.catch(() => undefined));
    return written;
  };
  const clock = createManualClock(60_000);
  const lastUses = createLastUses({ ...inner, write }, clock);
  lastUses.note(record);
  await Promise.all(failures);
  await new Promise((resolve) => setImmediate(resolve));
  fails = false;
  clock.advance(60_000);
  lastUses.note(record);
  await Promise.all(failures);
  expect((await inner.read(() => getApiKey("key_a")))?.lastUsedAt).toBe(120_000);
});
