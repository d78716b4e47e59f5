import { expect, test, vi } from "vitest";
import { createManualClock } from "../../control/manual-clock.test.support.ts";
import { type ApiKeyRecord, deleteApiKey, putApiKey, type Store } from "../../store/index.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createKeyWatch } from "./key-watch.ts";

const DAY_MS = 86_400_000;
const record: ApiKeyRecord = { id: "key_a", hash: "aa", name: "A", scopes: ["read"], last4: "aaaa", createdAt: 1 };

/** A store as another gateway has it where nothing that is told arrives; it can fail, and counts its reads. */
function deaf(store: Store) {
  const state = { reads: 0, fails: false };
  const read: Store["read"] = (unit) => {
    state.reads += 1;
    return state.fails ? Promise.reject(new Error("gone")) : store.read(unit);
  };
  return { state, other: { ...store, read, listen: () => () => {} } };
}

/** Lets the reads of the store and what hangs on them come to their end. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function watchFromAfar() {
  const store = temporaryStore();
  await store.write(() => putApiKey(record));
  const clock = createManualClock(0);
  const { state, other } = deaf(store);
  const onEnd = vi.fn<() => void>();
  const leave = createKeyWatch({ store: other, clock }).watch(record, onEnd);
  const look = async (): Promise<void> => {
    clock.advance(5000);
    await settled();
  };
  return { store, state, onEnd, leave, look };
}

test("a key that was deleted elsewhere ends with the next look, also after one that failed", async () => {
  const { store, state, onEnd, look } = await watchFromAfar();
  await look();
  await store.write(() => deleteApiKey(record.id));
  state.fails = true;
  await look();
  expect(onEnd).not.toHaveBeenCalled();
  state.fails = false;
  await look();
  expect(onEnd).toHaveBeenCalledOnce();
  await look();
  expect([onEnd.mock.calls.length, state.reads]).toEqual([1, 3]);
});

test("a key whose place another one has taken ends", async () => {
  const { store, onEnd, look } = await watchFromAfar();
  await store.write(() => putApiKey({ ...record, name: "B" }));
  await look();
  expect(onEnd).not.toHaveBeenCalled();
  await store.write(() => putApiKey({ ...record, hash: "bb" }));
  await look();
  expect(onEnd).toHaveBeenCalledOnce();
});

test("who has left is neither called nor looked for", async () => {
  const { store, state, onEnd, leave, look } = await watchFromAfar();
  leave();
  await store.write(() => deleteApiKey(record.id));
  await look();
  expect([onEnd.mock.calls.length, state.reads]).toEqual([0, 0]);
});

test("an expiry further away than a timer runs is waited for in steps", () => {
  const clock = createManualClock(0);
  const delays: number[] = [];
  const after = (ms: number, callback: () => void): (() => void) => {
    delays.push(ms);
    return clock.after(ms, callback);
  };
  const onEnd = vi.fn<() => void>();
  const watch = createKeyWatch({ store: temporaryStore(), clock: { now: () => clock.now(), after } });
  watch.watch({ ...record, expiresAt: 40 * DAY_MS }, onEnd);
  for (let day = 0; day < 39; day += 1) clock.advance(DAY_MS);
  clock.advance(DAY_MS - 1);
  expect(onEnd).not.toHaveBeenCalled();
  clock.advance(1);
  expect(onEnd).toHaveBeenCalledOnce();
  expect(Math.max(...delays)).toBeLessThan(2 ** 31);
});
