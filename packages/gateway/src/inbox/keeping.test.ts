import { describe, expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { countInboxItems, type Store } from "../store/index.ts";
import { plant } from "./planted-items.test.support.ts";
import {
  countItems,
  goLive,
  openTestInbox,
  type TestInboxOptions,
  until,
  webhookProvider,
} from "./test-inbox.test.support.ts";

const DAY = 24 * 3_600_000;

/** An inbox that finds what was planted when it starts. */
const openWith = async (plantAll: (store: Store, now: number) => Promise<void>, options: TestInboxOptions) => {
  const clock = createManualClock();
  const before = await openTestInbox({ clock });
  await plantAll(before.store, clock.now());
  await before.close();
  return { clock, ...(await openTestInbox({ ...options, clock, dataDir: before.dataDir })) };
};

const plantRepeatable = async (store: Store, now: number): Promise<void> => {
  await plant(store, 1, now - 25 * 3_600_000);
  await plant(store, 1, now - 3 * DAY);
};

const plantMany = async (store: Store, now: number): Promise<void> => {
  await plant(store, 300, now - DAY);
  await plant(store, 5, now - 2 * DAY, { state: "quarantined", reason: "malformed" });
};

describe("what is kept", () => {
  test("goes when it is settled and old", async () => {
    const world = await openWith(
      async (store, now) => {
        await plant(store, 450, now - 3 * DAY - 450_000);
        await plant(store, 1, now - 9 * DAY, { state: "quarantined", reason: "malformed" });
        await plant(store, 1, now - 9 * DAY, { state: "parked", dueAt: now + DAY });
        await plant(store, 2, now - 3 * DAY + 2000);
      },
      { retentionDays: 3 },
    );
    await until(async () => (await countItems(world.store)) === 3);
    expect((await world.inbox.list({})).data.map(({ state }) => state)).toEqual(["done", "done", "parked"]);
    await until(async () => {
      world.clock.advance(600_000);
      return (await countItems(world.store)) === 1;
    });
  });

  test("is at least what providers may still repeat", async () => {
    const world = await openWith(plantRepeatable, { retentionDays: 0 });
    await until(async () => (await countItems(world.store)) < 2);
    expect((await world.inbox.list({})).data).toHaveLength(1);
  });

  test("is at most a number, and the oldest give way", async () => {
    const world = await openWith(plantMany, { limits: { maxItems: 10 } });
    await until(async () => (await countItems(world.store)) === 10);
    expect((await world.inbox.list({ state: "quarantined" })).data).toHaveLength(5);
  });

  test("of a provider that signs nothing, is the newest thousand", async () => {
    const clock = createManualClock();
    const fake = webhookProvider("fake", clock);
    const { webhooks } = fake.provider;
    if (!webhooks) throw new Error("no webhooks");
    let number = 0;
    const verify: typeof webhooks.verify = async (delivery) => {
      const webhook = await webhooks.verify(delivery);
      return { ...webhook, eventId: String((number += 1)) };
    };
    const providers = { fake: { ...fake.provider, webhooks: { ...webhooks, signed: false, verify } } };
    const world = await openTestInbox({ clock, providers });
    const { delivery } = await goLive(world, fake, clock);
    for (let round = 0; round < 13; round += 1) {
      await Promise.all(Array.from({ length: 100 }, () => world.inbox.receive("fake", delivery)));
      await world.settled();
    }
    const count = await world.store.read(() => countInboxItems());
    expect(count).toBeGreaterThan(1000);
    expect(count).toBeLessThan(1200);
  });
});

describe("a list", () => {
  test("is newest first, filtered, in pages, and without bodies", async () => {
    const clock = createManualClock();
    const world = await openTestInbox({ clock });
    await plant(world.store, 3, clock.now() - 60_000);
    await plant(world.store, 2, clock.now() - 30_000, { provider: "other", state: "quarantined", reason: "malformed" });
    const first = await world.inbox.list({ limit: 2 });
    expect(first.data.map(({ provider }) => provider)).toEqual(["other", "other"]);
    const rest = await world.inbox.list({ limit: 100, cursor: first.nextCursor });
    expect(rest).toEqual({ data: expect.arrayContaining([expect.objectContaining({ provider: "fake" })]) });
    expect(rest.data).toHaveLength(3);
    expect((await world.inbox.list({ provider: "fake" })).data).toHaveLength(3);
    const { data } = await world.inbox.list({ state: "quarantined", provider: "other" });
    expect(data).toHaveLength(2);
    expect(Object.keys(data[0] ?? {})).toEqual([
      "id",
      "provider",
      "eventId",
      "type",
      "state",
      "reason",
      "receivedAt",
      "occurredAt",
      "settledAt",
      "attempts",
    ]);
    expect(await world.inbox.get(data[0]?.id ?? "")).toEqual(data[0]);
  });

  test.each([{ state: "lost" }, { limit: 0 }, { cursor: "???" }, { bogus: 1 }])("refuses %j", async (query) => {
    const world = await openTestInbox();
    await expect(world.inbox.list(query)).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

describe("a replay", () => {
  test("of one takes it in again, without a second effect", async () => {
    const clock = createManualClock();
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({ clock, providers: { fake: fake.provider } });
    const { delivery } = await goLive(world, fake, clock);
    await world.inbox.receive("fake", delivery);
    const [item] = await world.settled();
    const events = await world.control.events.list({ limit: 100 });
    expect(await world.inbox.replay(item?.id ?? "")).toMatchObject({ id: item?.id, state: "received" });
    expect(await world.settled()).toMatchObject([{ state: "done", attempts: 2 }]);
    expect(await world.control.events.list({ limit: 100 })).toEqual(events);
  });

  test("of a quarantined one believes it whatever its time", async () => {
    const clock = createManualClock();
    const fake = webhookProvider("fake", clock);
    const world = await openTestInbox({ clock, providers: { fake: fake.provider } });
    const { stream, delivery } = await goLive(world, fake, clock);
    clock.advance(3_600_000);
    await world.inbox.receive("fake", delivery);
    const [item] = await world.settled();
    expect(item).toMatchObject({ state: "quarantined" });
    await world.inbox.replay(item?.id ?? "");
    expect(await world.settled()).toMatchObject([{ state: "done" }]);
    expect((await world.control.streams.get(stream.id)).status.state).toBe("live");
  });

  test("of many takes those of a filter, and says how many", async () => {
    const clock = createManualClock();
    const world = await openTestInbox({ clock });
    const start = clock.now() - DAY;
    await plant(world.store, 450, start);
    await plant(world.store, 3, start, { provider: "other" });
    const filter = {
      provider: "fake",
      state: "done",
      receivedAfter: new Date(start + 10_000).toISOString(),
      receivedBefore: new Date(start + 440_000).toISOString(),
    };
    expect(await world.inbox.replayMany(filter)).toEqual({ replayed: 430 });
    await world.settled();
    // What was planted cannot be opened.
    expect((await world.inbox.list({ state: "quarantined", limit: 100 })).data[0]).toMatchObject({ reason: "failed" });
    expect(await world.inbox.replayMany({ provider: "nobody" })).toEqual({ replayed: 0 });
    await expect(world.inbox.replayMany({ state: "lost" })).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(world.inbox.replay("inb_none")).rejects.toMatchObject({ code: "not_found" });
  });
});
