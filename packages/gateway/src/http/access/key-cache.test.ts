import { expect, test } from "vitest";
import { createManualClock } from "../../control/manual-clock.test.support.ts";
import { type ApiKeyRecord, deleteApiKey, putApiKey, type Store } from "../../store/index.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createKeyCache } from "./key-cache.ts";

const record: ApiKeyRecord = { id: "key_a", hash: "aa", name: "A", scopes: ["read"], last4: "aaaa", createdAt: 1 };

/** Counts the reads of a store. */
function counted(store: Store): { store: Store; reads: () => number } {
  let reads = 0;
  const read: Store["read"] = (unit) => {
    reads += 1;
    return store.read(unit);
  };
  return { store: { ...store, read, listen: store.listen.bind(store) }, reads: () => reads };
}

test("a key that was found a moment ago is not asked for again", async () => {
  const { store, reads } = counted(temporaryStore());
  await store.write(() => putApiKey(record));
  const clock = createManualClock(0);
  const keys = createKeyCache({ store, clock });
  expect([keys.remembers("aa"), await keys.find("aa")]).toEqual([false, record]);
  expect([keys.remembers("aa"), keys.find("aa"), reads()]).toEqual([true, record, 1]);
  clock.advance(5000);
  expect([await keys.find("aa"), reads()]).toEqual([record, 2]);
});

test("a key that is deleted is not found any more, at once", async () => {
  const { store } = counted(temporaryStore());
  await store.write(() => putApiKey(record));
  const keys = createKeyCache({ store, clock: createManualClock(0) });
  await keys.find("aa");
  await store.write(() => deleteApiKey("key_a"));
  expect([await keys.find("aa"), keys.find("aa")]).toEqual([undefined, undefined]);
});

test("what was read before a change was told is not believed after it", async () => {
  const inner = temporaryStore();
  await inner.write(() => putApiKey(record));
  const held = Promise.withResolvers<void>();
  let hold = true;
  const read: Store["read"] = async (unit) => {
    const result = await inner.read(unit);
    if (hold) await held.promise;
    return result;
  };
  const store: Store = { ...inner, read, listen: inner.listen.bind(inner) };
  const keys = createKeyCache({ store, clock: createManualClock(0) });
  const first = keys.find("aa");
  hold = false;
  await inner.write(() => deleteApiKey("key_a"));
  held.resolve();
  expect(await first).toEqual(record);
  expect(await keys.find("aa")).toBeUndefined();
});

test("what does not exist is remembered for a moment, and takes no room from what does", async () => {
  const { store, reads } = counted(temporaryStore());
  await store.write(() => putApiKey(record));
  const clock = createManualClock(0);
  const keys = createKeyCache({ store, clock, maxKeys: 1 });
  await keys.find("aa");
  expect([await keys.find("none"), keys.find("none"), reads()]).toEqual([undefined, undefined, 2]);
  expect([keys.remembers("aa"), keys.remembers("none")]).toEqual([true, true]);
  for (let count = 0; count < 1000; count += 1) await keys.find(`other-${count}`);
  expect([keys.remembers("aa"), keys.remembers("none"), keys.remembers("other-0")]).toEqual([true, false, true]);
  clock.advance(5000);
  expect([keys.remembers("aa"), keys.remembers("other-0")]).toEqual([true, false]);
});

test("a key that is made where there was none is found at once", async () => {
  const { store } = counted(temporaryStore());
  const keys = createKeyCache({ store, clock: createManualClock(0) });
  expect(await keys.find("aa")).toBeUndefined();
  await store.write(() => putApiKey(record));
  expect(await keys.find("aa")).toEqual(record);
});

test("of too many keys the oldest goes", async () => {
  const { store } = counted(temporaryStore());
  await store.write(function* () {
    for (const word of ["a", "b", "c"]) yield* putApiKey({ ...record, id: `key_${word}`, hash: word });
  });
  const keys = createKeyCache({ store, clock: createManualClock(0), maxKeys: 2 });
  for (const hash of ["a", "b", "c"]) await keys.find(hash);
  expect(["a", "b", "c"].map((hash) => keys.remembers(hash))).toEqual([false, true, true]);
});
