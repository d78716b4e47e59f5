import { expect, test } from "vitest";
import { doneKey } from "./done-key.ts";
import { memoryStateStore } from "./memory-state-store.ts";

test("what was written is read, with a version of its own", async () => {
  const store = memoryStateStore();
  expect(await store.get("k")).toBeUndefined();
  expect(await store.compareAndSet("k", "one")).toBe(true);
  const first = await store.get("k");
  expect(first?.value).toBe("one");
  expect(await store.compareAndSet("k", "two", first?.version)).toBe(true);
  expect((await store.get("k"))?.value).toBe("two");
});

test("only one of two writers with the same version succeeds", async () => {
  const store = memoryStateStore();
  expect(await store.compareAndSet("k", "one")).toBe(true);
  expect(await store.compareAndSet("k", "two")).toBe(false);
  const version = (await store.get("k"))?.version;
  const both = [store.compareAndSet("k", "a", version), store.compareAndSet("k", "b", version)];
  expect(await Promise.all(both)).toEqual([true, false]);
  expect((await store.get("k"))?.value).toBe("a");
});

test("an entry is forgotten after its time, and can be written anew", async () => {
  let now = 0;
  const store = memoryStateStore({ now: () => now });
  await store.compareAndSet("k", "one", undefined, 1_000);
  now = 999;
  expect(await store.get("k")).toBeDefined();
  now = 1_000;
  expect(await store.get("k")).toBeUndefined();
  expect(await store.compareAndSet("k", "two")).toBe(true);
});

test("a deleted entry is gone", async () => {
  const store = memoryStateStore();
  await store.compareAndSet("k", "one");
  await store.delete("k");
  expect(await store.get("k")).toBeUndefined();
});

test("the entry that was written longest ago gives way", async () => {
  const store = memoryStateStore({ maxEntries: 2 });
  await store.compareAndSet("a", "1");
  await store.compareAndSet("b", "1");
  await store.compareAndSet("a", "2", (await store.get("a"))?.version);
  await store.compareAndSet("c", "1");
  expect(await store.get("b")).toBeUndefined();
  expect((await store.get("a"))?.value).toBe("2");
});

test("webhooks that are done push out no stream", async () => {
  const store = memoryStateStore({ maxEntries: 2 });
  await store.compareAndSet("polycast:mux:stream:a", "known");
  for (const id of ["1", "2", "3"]) await store.compareAndSet(doneKey("mux", id), "done");
  expect(await store.get("polycast:mux:stream:a")).toMatchObject({ value: "known" });
  expect(await Promise.all(["1", "2", "3"].map((id) => store.get(doneKey("mux", id))))).toEqual([
    undefined,
    expect.objectContaining({ value: "done" }),
    expect.objectContaining({ value: "done" }),
  ]);
  await store.delete(doneKey("mux", "3"));
  expect(await store.get(doneKey("mux", "3"))).toBeUndefined();
});
