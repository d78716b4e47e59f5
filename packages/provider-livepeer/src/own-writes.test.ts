import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { OwnWrites } from "./own-writes.ts";

const { signal } = new AbortController();

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Answers one after another, the last for ever. */
function reads<T>(...answers: T[]) {
  let count = 0;
  return {
    fetch: async () => answers[Math.min(count++, answers.length - 1)],
    count: () => count,
  };
}

async function settled<T>(promise: Promise<T>): Promise<T> {
  await vi.runAllTimersAsync();
  return promise;
}

test("a read is repeated until it shows what was written", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "name", (value) => value === "new");
  const replica = reads("old", "old", "new");
  expect(await settled(writes.read("s1", replica.fetch, signal))).toBe("new");
  expect(replica.count()).toBe(3);
});

test("a later write of the same field takes the place of an earlier one, of another field not", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "a", (value) => value?.includes("a1") ?? false);
  writes.note("s1", "a", (value) => value?.includes("a2") ?? false);
  writes.note("s1", "b", (value) => value?.includes("b1") ?? false);
  const replica = reads("a1 b1", "a2", "a2 b1");
  expect(await settled(writes.read("s1", replica.fetch, signal))).toBe("a2 b1");
});

test("what is gone is waited for, whatever was written before", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "name", (value) => value === "new");
  writes.noteGone("s1");
  const replica = reads("new", undefined);
  expect(await settled(writes.read("s1", replica.fetch, signal))).toBeUndefined();
  expect(replica.count()).toBe(2);
});

test("others may have changed it: after six reads, within three and a half seconds, they are believed, and from then on at once", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "name", (value) => value === "ours");
  const first = reads("theirs");
  expect(await settled(writes.read("s1", first.fetch, signal))).toBe("theirs");
  expect(first.count()).toBe(6);
  const second = reads("theirs");
  expect(await settled(writes.read("s1", second.fetch, signal))).toBe("theirs");
  expect(second.count()).toBe(1);
});

test("a write of five seconds ago, and one of another thing, are no reason to wait", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "name", () => false);
  const other = reads("x");
  await settled(writes.read("s2", other.fetch, signal));
  vi.advanceTimersByTime(5_000);
  const later = reads("x");
  await settled(writes.read("s1", later.fetch, signal));
  expect([other.count(), later.count()]).toEqual([1, 1]);
});

test("an abort ends the wait with its reason", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "name", () => false);
  const abort = new AbortController();
  const read = writes.read("s1", reads("x").fetch, abort.signal).catch((error: unknown) => error);
  await vi.advanceTimersByTimeAsync(10);
  const reason = new Error("left");
  abort.abort(reason);
  expect(await read).toBe(reason);
});

test("a thing that was made a moment ago is waited for through a lag of two seconds", async () => {
  const writes = new OwnWrites<string>();
  writes.note("s1", "there", (value) => value !== undefined);
  const made = Date.now();
  const fetch = async (): Promise<string | undefined> => (Date.now() - made < 2_000 ? undefined : "there");
  expect(await settled(writes.read("s1", fetch, signal))).toBe("there");
});
