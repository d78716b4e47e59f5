import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { newId } from "./ids.ts";
import {
  dueItems,
  getInboxItem,
  type InboxRecord,
  insertInboxItem,
  listInboxItems,
  nextDueAt,
  parkedItems,
  receivedItems,
  setInboxOutcome,
} from "./inbox.ts";
import { releaseInboxItem, replayInboxItems } from "./inbox-replay.ts";
import { deleteInboxItemsBefore, deleteOldestInboxItems, giveUpParkedBeyond } from "./inbox-retention.ts";
import type { Store } from "./store.ts";

function sample(overrides: Partial<InboxRecord> = {}): InboxRecord {
  const id = newId("inboxItem");
  return {
    id,
    provider: "mux",
    eventId: `event-${id}`,
    type: "video.live_stream.active",
    state: "received",
    contentSealed: "v1.sealed",
    receivedAt: 1000,
    occurredAt: 900,
    attempts: 0,
    ...overrides,
  };
}

async function insert(store: Store, ...items: InboxRecord[]): Promise<boolean[]> {
  return store.write(function* () {
    const fresh: boolean[] = [];
    for (const item of items) fresh.push(yield* insertInboxItem(item));
    return fresh;
  });
}

const idsOf = (items: readonly InboxRecord[]): string[] => items.map(({ id }) => id);

describe.each(engines)("inbox items on $name", (engine) => {
  it("come back as they were stored, with and without the optional fields", async () => {
    const store = await engine.open();
    const bare = sample();
    const full = sample({ state: "parked", reason: "unbound", settledAt: 3000, dueAt: 4000, attempts: 2 });
    await insert(store, bare, full);
    expect(await store.read(() => getInboxItem(bare.id))).toStrictEqual(bare);
    expect(await store.read(() => getInboxItem(full.id))).toStrictEqual(full);
    expect(await store.read(() => getInboxItem("inb_none"))).toBeUndefined();
  });

  it("are there once per instance and event, in one unit and later", async () => {
    const store = await engine.open();
    const one = sample();
    const twin = sample({ eventId: one.eventId });
    const elsewhere = sample({ eventId: one.eventId, provider: "mux-us" });
    expect(await insert(store, one, twin, elsewhere)).toEqual([true, false, true]);
    expect(await insert(store, twin)).toEqual([false]);
    expect(await store.read(() => getInboxItem(twin.id))).toBeUndefined();
  });

  it("are to be processed in the order in which they came", async () => {
    const store = await engine.open();
    const [second, third, first] = [sample({ receivedAt: 2 }), sample({ receivedAt: 2 }), sample({ receivedAt: 1 })];
    await insert(store, second, third, first, sample({ state: "done", receivedAt: 0 }));
    expect(idsOf(await store.read(() => receivedItems([], 10)))).toEqual([first.id, second.id, third.id]);
    expect(await store.read(() => receivedItems([], 2))).toHaveLength(2);
    await insert(store, sample({ receivedAt: 0, provider: "livepeer" }));
    expect(idsOf(await store.read(() => receivedItems(["livepeer", "castr"], 2)))).toEqual([first.id, second.id]);
  });

  it("are settled once", async () => {
    const store = await engine.open();
    const item = sample();
    await insert(store, item);
    const settle = (reason: string): Promise<boolean> =>
      store.write(() => setInboxOutcome(item.id, { state: "quarantined", settledAt: 5, reason }));
    expect(await store.write(() => setInboxOutcome(item.id, { state: "parked", dueAt: 4, reason: "a" }))).toBe(true);
    expect([await settle("b"), await settle("c")]).toEqual([true, false]);
    const after = await store.read(() => getInboxItem(item.id));
    expect(after).toStrictEqual({ ...item, state: "quarantined", reason: "b", settledAt: 5, attempts: 2 });
  });

  it("that were put aside for one reason can be taken back", async () => {
    const store = await engine.open();
    const item = sample({ state: "quarantined", reason: "outside_window", settledAt: 5 });
    await insert(store, item);
    const release = (reason: string): Promise<boolean> =>
      store.write(() => releaseInboxItem(sample({ eventId: item.eventId }), reason));
    expect([await release("malformed"), await release("outside_window"), await release("outside_window")]).toEqual([
      false,
      true,
      false,
    ]);
    expect(idsOf(await store.read(() => receivedItems([], 10)))).toEqual([item.id]);
  });

  it("that are parked are found when they are due, and by instance", async () => {
    const store = await engine.open();
    const parked = (receivedAt: number, dueAt: number, provider = "mux"): InboxRecord =>
      sample({ state: "parked", reason: "unbound", receivedAt, dueAt, provider });
    const [late, soon, other] = [parked(10, 300), parked(20, 200), parked(30, 100, "livepeer")];
    await insert(store, late, soon, other, sample());
    expect(idsOf(await store.read(() => dueItems([], 200, 10)))).toEqual([other.id, soon.id]);
    expect(await store.read(() => nextDueAt([]))).toBe(100);
    expect(idsOf(await store.read(() => dueItems(["livepeer"], 300, 10)))).toEqual([soon.id, late.id]);
    expect(await store.read(() => nextDueAt(["livepeer"]))).toBe(200);
    expect(await store.read(() => nextDueAt(["livepeer", "mux"]))).toBeUndefined();
    const start = { receivedAt: 10, id: "" };
    expect(idsOf(await store.read(() => parkedItems("mux", start, 10)))).toEqual([late.id, soon.id]);
    expect(idsOf(await store.read(() => parkedItems("mux", late, 10)))).toEqual([soon.id]);
    const giveUp = () => store.write(() => giveUpParkedBeyond(1, { settledAt: 9, reason: "unclaimed" }, 10));
    expect([await giveUp(), await giveUp()]).toEqual([2, 0]);
    expect(idsOf(await store.read(() => dueItems([], 999, 10)))).toEqual([other.id]);
  });

  it("are listed newest first, each once, over pages", async () => {
    const store = await engine.open();
    const items = Array.from({ length: 7 }, (_, index) => sample({ receivedAt: Math.floor(index / 3) }));
    await insert(store, ...items);
    const seen: string[] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const page = await store.read(() => listInboxItems({ limit: 2, cursor }));
      seen.push(...idsOf(page.data));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(idsOf(items.toReversed()));
    const foreign = store.read(() => listInboxItems({ limit: 2, cursor: "nonsense" }));
    await expect(foreign).rejects.toMatchObject({ code: "invalid_argument" });
  });

  it("are replayed by a filter, step by step", async () => {
    const store = await engine.open();
    const done = Array.from({ length: 5 }, (_, index) => sample({ state: "done", settledAt: 9, receivedAt: index }));
    await insert(store, ...done, sample({ state: "done", provider: "livepeer" }), sample({ receivedAt: 3 }));
    const filter = { provider: "mux", receivedAfter: 1, receivedBefore: 4 };
    const step = (after: { receivedAt: number; id: string }) => store.write(() => replayInboxItems(filter, after, 2));
    const first = await step({ receivedAt: 0, id: "" });
    expect(first).toEqual({ replayed: 2, end: { receivedAt: 2, id: done[2]?.id } });
    expect(await step(first.end ?? { receivedAt: 0, id: "" })).toEqual({ replayed: 1 });
    expect(await store.read(() => receivedItems([], 10))).toHaveLength(4);
  });

  it("that are settled go by age and by number, the done ones first", async () => {
    const store = await engine.open();
    const old = [sample({ state: "done", receivedAt: 1 }), sample({ state: "quarantined", receivedAt: 1 })];
    const open = [sample({ receivedAt: 1 }), sample({ state: "parked", receivedAt: 1, dueAt: 5 })];
    const young = [sample({ state: "quarantined", receivedAt: 8 }), sample({ state: "done", receivedAt: 9 })];
    await insert(store, ...old, ...open, ...young);
    expect(await store.write(() => deleteInboxItemsBefore(5, 10))).toBe(2);
    expect(await store.write(() => deleteOldestInboxItems(1))).toBe(1);
    const left = await store.read(() => listInboxItems({ limit: 10 }));
    expect(left.data.map(({ state }) => state)).toEqual(["quarantined", "parked", "received"]);
  });
});
