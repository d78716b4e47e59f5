import { describe, expect, it } from "vitest";
import { appendEvent } from "./events.ts";
import { enqueueDeliveries, listDeliveries } from "./deliveries.ts";
import {
  cancelPending,
  claimDelivery,
  firstPending,
  getClaimed,
  postponeDelivery,
  releaseDeliveriesOf,
  releaseDelivery,
  settleDelivery,
} from "./delivery-queue.ts";
import { findReplayable, replayDeliveries, replayDelivery } from "./delivery-replay.ts";
import { newId } from "./ids.ts";
import { sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { temporaryStore } from "./temporary-store.test.support.ts";
import { deleteEndpoint, type EndpointRecord, insertEndpoint, updateEndpoint } from "./webhook-endpoints.ts";

const sampleEndpoint = (overrides: Partial<EndpointRecord> = {}): EndpointRecord => ({
  id: newId("webhookEndpoint"),
  urlSealed: "v1.sealed",
  urlShown: "https://hooks.example.com/",
  enabled: true,
  createdAt: 1,
  updatedAt: 1,
  ...overrides,
});

const add = async (store: Store, overrides: Partial<EndpointRecord> = {}): Promise<string> => {
  const endpoint = sampleEndpoint(overrides);
  await store.write((tx) => insertEndpoint(tx, endpoint));
  return endpoint.id;
};

const enqueue = (store: Store, event = sampleEvent("str_a")): Promise<void> =>
  store.write((tx) => enqueueDeliveries(tx, appendEvent(tx, event), event));

const count = (store: Store, endpointId: string): Promise<number> =>
  store.read((reader) => listDeliveries(reader, { endpointId, limit: 100 }).data.length);

describe("deliveries", () => {
  it("are made in the unit of their event, or not at all", async () => {
    const store = temporaryStore();
    const id = await add(store);
    const event = sampleEvent("str_a");
    const broken = store.write((tx) => {
      enqueueDeliveries(tx, appendEvent(tx, event), event);
      throw new Error("The unit fails.");
    });
    await expect(broken).rejects.toThrow("The unit fails.");
    expect(await count(store, id)).toBe(0);
    await enqueue(store, event);
    expect(await count(store, id)).toBe(1);
  });

  it("follow an endpoint's filter as it is in that unit, also after one that was undone", async () => {
    const store = temporaryStore();
    const id = await add(store, { events: ["stream.idle"] });
    await enqueue(store);
    expect(await count(store, id)).toBe(0);
    const undone = store.write((tx) => {
      updateEndpoint(tx, id, { events: null, updatedAt: 2 });
      throw new Error("The unit fails.");
    });
    await expect(undone).rejects.toThrow("The unit fails.");
    await enqueue(store);
    expect(await count(store, id)).toBe(0);
    await store.write((tx) => {
      updateEndpoint(tx, id, { events: null, updatedAt: 2 });
      const event = sampleEvent("str_a");
      enqueueDeliveries(tx, appendEvent(tx, event), event);
    });
    expect(await count(store, id)).toBe(1);
    await store.write((tx) => deleteEndpoint(tx, id));
    await enqueue(store);
    expect(await count(store, id)).toBe(0);
  });

  it("are claimed by one at a time, and again when the claim has run out", async () => {
    const store = temporaryStore();
    const endpointId = await add(store);
    await enqueue(store);
    const due = Date.parse("2026-03-01T12:00:00.000Z");
    const [first] = await store.read((reader) => firstPending(reader, endpointId, 10));
    const id = first?.id ?? "";
    expect(first?.runAt).toBe(due);
    const claim = (lease: string, now: number) =>
      store.write((tx) => claimDelivery(tx, id, { lease, now, until: now + 1000 }));
    expect(await claim("early", due - 1)).toBeUndefined();
    expect(await claim("one", due)).toMatchObject({ id, endpointId });
    expect(await claim("two", due + 999)).toBeUndefined();
    expect(await claim("two", due + 1000)).toMatchObject({ id });
    expect(await store.write((tx) => getClaimed(tx, id, "one"))).toBeUndefined();
    expect(await store.write((tx) => getClaimed(tx, id, "two"))).toEqual({ state: "pending", attempts: 0 });
    await store.write((tx) => settleDelivery(tx, id, { state: "succeeded", attempts: 1, at: due }));
    expect(await claim("three", due + 9000)).toBeUndefined();
    expect(await store.write((tx) => cancelPending(tx, endpointId, due))).toBe(0);
  });

  it("are given back by those alone who have them", async () => {
    const store = temporaryStore();
    const endpointId = await add(store);
    await enqueue(store);
    const [{ id, runAt } = { id: "", runAt: 0 }] = await store.read((reader) => firstPending(reader, endpointId, 1));
    await store.write((tx) => claimDelivery(tx, id, { lease: "one", now: runAt, until: runAt + 10 }));
    await store.write((tx) => claimDelivery(tx, id, { lease: "two", now: runAt + 10, until: runAt + 20 }));
    await store.write((tx) => releaseDelivery(tx, id, "one", runAt));
    expect(await store.read((reader) => firstPending(reader, endpointId, 1))).toEqual([{ id, runAt: runAt + 20 }]);
    await store.write((tx) => releaseDelivery(tx, id, "two", runAt + 15));
    expect(await store.read((reader) => firstPending(reader, endpointId, 1))).toEqual([{ id, runAt: runAt + 15 }]);
  });

  it("are given back all at once when who had them is gone", async () => {
    const store = temporaryStore();
    const endpointId = await add(store);
    for (let count = 0; count < 3; count += 1) await enqueue(store);
    const waiting = await store.read((reader) => firstPending(reader, endpointId, 3));
    const [claimed = "", postponed = "", canceled = ""] = waiting.map(({ id }) => id);
    const now = waiting[0]?.runAt ?? 0;
    await store.write((tx) => {
      for (const id of [claimed, canceled]) claimDelivery(tx, id, { lease: "gone", now, until: now + 40 });
      postponeDelivery(tx, postponed, { attempts: 1, at: now + 30 });
      settleDelivery(tx, canceled, { state: "canceled", attempts: 0, at: now });
    });
    const due = () => store.read((reader) => firstPending(reader, endpointId, 3));
    await store.write((tx) => releaseDeliveriesOf(tx, "whe_another", now + 5, 40));
    expect(await due()).toEqual([
      { id: postponed, runAt: now + 30 },
      { id: claimed, runAt: now + 40 },
    ]);
    await store.write((tx) => releaseDeliveriesOf(tx, endpointId, now + 5, 40));
    expect(await due()).toEqual([
      { id: claimed, runAt: now + 5 },
      { id: postponed, runAt: now + 30 },
    ]);
    expect(await store.write((tx) => getClaimed(tx, claimed, "gone"))).toBeUndefined();
  });

  it("are sent again while nobody is at them", async () => {
    const store = temporaryStore();
    const endpointId = await add(store);
    await enqueue(store);
    const [{ id, runAt } = { id: "", runAt: 0 }] = await store.read((reader) => firstPending(reader, endpointId, 1));
    const states = ["pending", "succeeded"] as const;
    const find = (now: number) => store.read((reader) => findReplayable(reader, { endpointId, states }, now, 10));
    const again = (now: number) => store.write((tx) => replayDeliveries(tx, [id], states, now));
    // It is due.
    expect([await find(runAt), await again(runAt)]).toEqual([[], 0]);
    await store.write((tx) => claimDelivery(tx, id, { lease: "one", now: runAt, until: runAt + 10 }));
    await store.write((tx) => replayDelivery(tx, id, runAt + 5));
    expect([await find(runAt + 5), await again(runAt + 5)]).toEqual([[], 0]);
    expect(await store.write((tx) => getClaimed(tx, id, "one"))).toBeDefined();
    await store.write((tx) => postponeDelivery(tx, id, { attempts: 1, at: runAt + 100 }));
    expect([await find(runAt + 6), await again(runAt + 6)]).toEqual([[id], 1]);
    expect([await find(runAt + 6), await again(runAt + 6)]).toEqual([[], 0]);
    await store.write((tx) => settleDelivery(tx, id, { state: "succeeded", attempts: 1, at: runAt + 7 }));
    expect([await find(runAt + 8), await again(runAt + 8)]).toEqual([[id], 1]);
    await store.write((tx) => settleDelivery(tx, id, { state: "failed", attempts: 1, at: runAt + 9 }));
    expect([await find(runAt + 10), await again(runAt + 10)]).toEqual([[], 0]);
  });
});
