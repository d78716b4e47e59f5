import { describe, expect, test } from "vitest";
import { createMultistream } from "../client/create-multistream.ts";
import type { Event } from "../model/event.ts";
import { Secret } from "../redaction/secret.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { everythingAllowed } from "../testing/everything-allowed.ts";
import { type FakeProvider, fakeProvider } from "../testing/fake-provider.ts";
import { createWebhookReceiver } from "./create-webhook-receiver.ts";
import { aFake, first, goLive, requestsOf, saying, setUp, streamId, unavailable } from "./receiver.test.support.ts";

/** A receiver for which every delivery is from another time. */
function late(fake: FakeProvider, state: StateStore, adapter = fake.provider) {
  const events: Event[] = [];
  const receiver = createWebhookReceiver({ providers: { fake: adapter }, state, tolerance: -1 });
  return { receiver: receiver.onAny((event) => void events.push(event)), events };
}

describe("what is done", () => {
  test("is not so by an old delivery: the next attempt, with a time from now, is believed", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    const request = await goLive(fake);
    expect((await late(fake, state).receiver.handle(request.clone())).status).toBe(200);
    const claim = { kind: "target", streamId, targetId: first.id } as const;
    const about = { sequence: Date.now() * 1_000, occurredAt: new Date().toISOString() };
    const status = { state: "retrying", source: "webhook" } as const;
    const { take, types } = setUp(
      fake,
      state,
      saying(fake.provider, { observations: [{ ...claim, ...about, status }] }),
    );
    expect(await take([request])).toEqual([200]);
    expect(types()).toEqual(["Twitch retrying"]);
  });

  test("is read for once more by an old delivery of it", async () => {
    const fake = aFake({ status: { ...everythingAllowed().status, delivery: ["webhook", "poll"] } });
    const state = memoryStateStore();
    const request = await goLive(fake);
    expect(await setUp(fake, state).take([request])).toEqual([200]);
    fake.fail(first);
    const { receiver, events } = late(fake, state);
    expect((await receiver.handle(request)).status).toBe(200);
    expect(events).toMatchObject([{ type: "target.retrying", source: "poll" }]);
  });

  test("an old delivery that could not be read for is read for when it comes again", async () => {
    const fake = aFake();
    const request = await goLive(fake);
    const { receiver, events } = late(fake, memoryStateStore());
    fake.failNext("streams.get", unavailable());
    expect((await receiver.handle(request.clone())).status).toBe(503);
    expect(events).toEqual([]);
    expect((await receiver.handle(request)).status).toBe(200);
    expect(events).not.toEqual([]);
  });

  test.each([300, -1])("is kept by provider: two accounts may number alike (window of %i s)", async (tolerance) => {
    const webhookSecret = new Secret("canary-webhook-secret");
    const at = Date.now();
    const now = (): number => at;
    const other = fakeProvider({ now, streams: [{ id: "other", name: "Other" }], webhookSecret });
    other.goLive("other");
    const requests = [await goLive(aFake({}, now)), ...(await requestsOf(other))];
    const ids = await Promise.all(requests.map(async (request) => Object(await request.clone().json()).id));
    expect(new Set(ids).size).toBe(1);
    const told: string[] = [];
    const providers = { one: aFake().provider, two: other.provider };
    const receiver = createWebhookReceiver({ providers, state: memoryStateStore(), tolerance });
    receiver.onAny(({ provider }) => void told.push(provider));
    const handle = (index: number) =>
      receiver.handle(requests[index] ?? new Request("x:"), { provider: ["one", "two"][index] ?? "" });
    // At the same time, and where it is remembered, one after the other.
    if (tolerance > 0) await Promise.all([handle(0), handle(1)]);
    else for (const index of [0, 1]) await handle(index);
    expect(told).toContain("two");
  });

  test("goes by its age, as all that is stored", async () => {
    const fake = aFake();
    const store = memoryStateStore();
    const ages: (number | undefined)[] = [];
    const state: StateStore = {
      ...store,
      compareAndSet: (key, value, version, ttlMs) => {
        ages.push(ttlMs);
        return store.compareAndSet(key, value, version, ttlMs);
      },
    };
    await setUp(fake, state).take([await goLive(fake)]);
    expect(ages.length).toBeGreaterThan(3);
    expect(new Set(ages)).toEqual(new Set([7 * 24 * 60 * 60 * 1_000]));
  });

  test("is not what a stream's deletion leaves: its last events are handed out still", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    const { take, failNext, types } = setUp(fake, state);
    const request = await goLive(fake);
    failNext(1_000);
    expect(await take([request])).toEqual([500]);
    failNext(0);
    await createMultistream({ provider: fake.provider, state }).streams.delete(streamId);
    expect(await take([request])).toEqual([200]);
    expect(types()).toContain("Show live");
  });
});

test("an unsigned webhook of an account without streams is not one that nobody knows", async () => {
  const fake = fakeProvider({ streams: [], webhookSecret: new Secret("canary-webhook-secret") });
  const types: string[] = [];
  const providers = { fake: saying(fake.provider, { observations: [], readAgain: {} }, false) };
  const receiver = createWebhookReceiver({ providers, state: memoryStateStore() });
  receiver.onUnknown(({ type }) => types.push(type));
  expect((await receiver.handle(await goLive(aFake()))).status).toBe(200);
  expect(types).toEqual([]);
});

test("where something has changed and a stream is known by its target, that stream alone is read", async () => {
  const fake = aFake();
  const state = memoryStateStore();
  await setUp(fake, state).take([await goLive(fake)]);
  const before = fake.callCount();
  const status = { state: "retrying", source: "webhook" } as const;
  const about = { sequence: Date.now() * 1_000, occurredAt: new Date().toISOString() };
  const unplaced = { kind: "target", targetId: first.id, status, ...about } as const;
  const adapter = saying(fake.provider, { observations: [unplaced], readAgain: {} });
  const { take, types } = setUp(fake, state, adapter);
  fake.fail({ streamId, id: "youtube" });
  expect(await take((await requestsOf(fake)).slice(0, 1))).toEqual([200]);
  expect(types()).toContain("Twitch retrying");
  expect(fake.calls().slice(before)).not.toContain("streams.list");
});
