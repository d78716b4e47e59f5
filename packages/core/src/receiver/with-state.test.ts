import { describe, expect, test } from "vitest";
import { createMultistream } from "../client/create-multistream.ts";
import type { Event } from "../model/event.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { everythingAllowed } from "../testing/everything-allowed.ts";
import { createWebhookReceiver } from "./create-webhook-receiver.ts";
import {
  aFake,
  first,
  goLive,
  nameOf,
  problems,
  requestsOf,
  saying,
  setUp,
  streamId,
  unavailable,
} from "./receiver.test.support.ts";

describe("whole events", () => {
  test("with what was before, and reads of a client show it", async () => {
    const fake = aFake();
    const { take, types, events, state } = setUp(fake);
    fake.goLive(streamId);
    expect(new Set(await take(await requestsOf(fake)))).toEqual(new Set([200]));
    expect(types()).toEqual(expect.arrayContaining(["Show live", "Twitch live", "YouTube live"]));
    const live = createMultistream({ provider: fake.provider, state });
    expect((await live.targets.get(first)).status).toMatchObject({ state: "live", source: "webhook" });
    fake.fail(first);
    await take(await requestsOf(fake));
    const last = events.at(-1);
    expect(last).toMatchObject({
      type: "target.retrying",
      streamId,
      provider: "fake",
      sequence: expect.any(Number),
      data: { target: { id: first.id, name: "Twitch" }, previous: { status: { state: expect.any(String) } } },
    });
    expect(JSON.stringify(events)).not.toContain("canary");
  });

  test("the same webhook again, and one that is late, tell nothing", async () => {
    const fake = aFake();
    const { take, events, types } = setUp(fake);
    fake.goLive(streamId);
    fake.endSession(streamId);
    fake.goLive(streamId);
    const requests = (await requestsOf(fake)).toReversed();
    await take(requests);
    expect(types()).toContain("Show live");
    expect(types()).not.toContain("Show ended");
    const before = events.length;
    await take(requests);
    expect(events).toHaveLength(before);
  });

  test("a provider that is there under another name tells events in that name", async () => {
    const fake = aFake();
    const events: Event[] = [];
    const receiver = createWebhookReceiver({ providers: { "fake-eu": fake.provider }, state: memoryStateStore() });
    receiver.onAny((event) => void events.push(event));
    fake.goLive(streamId);
    for (const request of await requestsOf(fake)) await receiver.handle(request);
    const names = events.flatMap(({ provider, data }) => [
      provider,
      "target" in data ? data.target.provider : data.stream.provider,
    ]);
    expect(new Set(names)).toEqual(new Set(["fake-eu"]));
  });

  test("ids are the same wherever a webhook is taken in", async () => {
    const fake = aFake();
    const request = await goLive(fake);
    const [one, two] = [setUp(fake), setUp(fake)];
    for (const { take } of [one, two]) expect(await take([request])).toEqual([200]);
    const caused = ({ events }: typeof one): unknown[] =>
      events.filter(({ source }) => source === "webhook").map(({ id, type }) => [id, type]);
    expect(caused(one)).toEqual(caused(two));
    expect(caused(one)).toEqual([
      [expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab]/), "stream.live"],
    ]);
  });
});

describe("at least once", () => {
  test("what a handler did not take is handed out again, under the same ids, by whoever takes the next delivery", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    const [one, two] = [setUp(fake, state), setUp(fake, state)];
    const request = await goLive(fake);
    const seen: string[] = [];
    one.failNext(1_000);
    expect(await one.take([request])).toEqual([500]);
    one.failNext(0);
    expect(one.events).toEqual([]);
    expect(await two.take([request])).toEqual([200]);
    seen.push(...two.events.map(({ id }) => id));
    expect(two.types()).toContain("Show live");
    expect(await one.take([request])).toEqual([200]);
    expect(one.events).toEqual([]);
    expect(new Set(seen).size).toBe(seen.length);
  });

  test("two receivers over one store lose nothing, and agree on the ids", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    const [one, two] = [setUp(fake, state), setUp(fake, state)];
    fake.goLive(streamId);
    fake.fail(first);
    const requests = await requestsOf(fake);
    const answers = requests.flatMap((request) => [one, two].map(({ take }) => take([request])));
    expect(new Set((await Promise.all(answers)).flat())).toEqual(new Set([200]));
    const byThing = new Map([...one.events, ...two.events].map((event) => [event.id, event]));
    const ofTarget = [...byThing.values()].filter((event) => nameOf(event) === "Twitch");
    const last = ofTarget.toSorted((a, b) => (a.sequence ?? 0) - (b.sequence ?? 0)).at(-1);
    expect(last?.type).toBe("target.retrying");
  });

  test("nothing of it is left in the store when all is done", async () => {
    const fake = aFake();
    const { take, state } = setUp(fake);
    await take([await goLive(fake)]);
    const stored = await state.get(`polycast:fake:stream:${streamId}`);
    expect(JSON.parse(stored?.value ?? "{}")).not.toHaveProperty("unsettled");
  });

  test("with waitUntil nothing waits for a delivery that will not come", async () => {
    const fake = aFake();
    const { receiver, failNext, troubles, state } = setUp(fake);
    failNext(1_000);
    const work: Promise<unknown>[] = [];
    const answer = await receiver.handle(await goLive(fake), { waitUntil: (promise) => void work.push(promise) });
    expect(answer.status).toBe(200);
    await Promise.all(work);
    expect(troubles[0]).toMatchObject({ during: "handler" });
    const stored = await state.get(`polycast:fake:stream:${streamId}`);
    expect(JSON.parse(stored?.value ?? "{}")).not.toHaveProperty("unsettled");
  });

  test.each<[string, Partial<StateStore>]>([
    ["cannot be read", { get: () => Promise.reject(new Error("down")) }],
    ["cannot be written", { compareAndSet: () => Promise.reject(new Error("down")) }],
    ["is written by others all the time", { compareAndSet: async () => false }],
  ])("a store that %s: deliver it again", async (_name, broken) => {
    const fake = aFake();
    const { take, troubles, events } = setUp(fake, { ...memoryStateStore(), ...broken });
    expect(await take([await goLive(fake)])).toEqual([503]);
    expect(troubles).toMatchObject([{ during: "state", type: "stream.changed" }]);
    expect(events).toEqual([]);
  });

  test("a store that takes the state and not that it is done repeats at worst", async () => {
    const fake = aFake();
    const store = memoryStateStore();
    let isDown = true;
    const state: StateStore = {
      ...store,
      compareAndSet: (key, ...rest) =>
        isDown && key.includes(":webhook:") ? Promise.reject(new Error("down")) : store.compareAndSet(key, ...rest),
    };
    const { take, troubles, events } = setUp(fake, state);
    const request = await goLive(fake);
    expect(await take([request])).toEqual([200]);
    expect(troubles).toMatchObject([{ during: "state" }]);
    const ids = events.map(({ id }) => id);
    isDown = false;
    expect(await take([request])).toEqual([200]);
    expect(events.slice(ids.length).map(({ id }) => id)).toEqual(ids);
    const before = events.length;
    expect(await take([request])).toEqual([200]);
    expect(events).toHaveLength(before);
  });

  test("too much that nobody handles is not taken in, and is when there is room", async () => {
    const fake = aFake();
    const { take, troubles, failNext } = setUp(fake);
    failNext(Infinity);
    for (let index = 0; index < 40; index += 1) {
      fake.goLive(streamId);
      fake.endSession(streamId);
    }
    const requests = (await requestsOf(fake)).toReversed().slice(0, 160).toReversed();
    const statuses = await take(requests);
    expect(new Set(statuses)).toEqual(new Set([200, 500, 503]));
    expect(troubles.some(({ error }) => Object(error).code === "limit_exceeded")).toBe(true);
    failNext(0);
    await take(requests);
    expect(new Set(await take(requests))).toEqual(new Set([200]));
  });
});

test("a webhook about a target that is nowhere goes to those who ask for what is not known", async () => {
  const fake = aFake();
  const status = { state: "live", source: "webhook" } as const;
  const about = { sequence: 1, occurredAt: "2026-01-01T00:00:00Z", reference: "nobody's" } as const;
  const lost = { ...about, kind: "target", targetId: "gone", status } as const;
  const types: string[] = [];
  const providers = { fake: saying(fake.provider, { observations: [lost] }) };
  const receiver = createWebhookReceiver({ providers, state: memoryStateStore() }).onUnknown(({ type }) =>
    types.push(type),
  );
  const request = await goLive(fake);
  for (const sent of [request.clone(), request]) expect((await receiver.handle(sent)).status).toBe(200);
  expect(types).toEqual(["stream.changed"]);
});

describe("what has to be read", () => {
  const read = { observations: [], readAgain: { streamId } };

  test("is read in the same run, and its changes are events", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    await setUp(fake, state).take([await goLive(fake)]);
    const live = createMultistream({ provider: fake.provider });
    const twitch = { name: "Kick", destination: { url: "rtmp://example.com/k", streamKey: "canary-key" } } as const;
    await live.targets.create(streamId, twitch);
    await live.targets.update(first, { name: "Twitch TV" });
    await live.targets.delete({ streamId, id: "youtube" });
    const { take, types } = setUp(fake, state, saying(fake.provider, read));
    expect(await take((await requestsOf(fake)).slice(0, 1))).toEqual([200]);
    expect(types()).toEqual(expect.arrayContaining(["Kick created", "Twitch TV updated", "YouTube deleted"]));
  });

  test("and is gone: it is forgotten, with an event for everything", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    const request = await goLive(fake);
    await setUp(fake, state).take([request]);
    await createMultistream({ provider: fake.provider }).streams.delete(streamId);
    const { take, types } = setUp(fake, state, saying(fake.provider, read));
    // The same account, before the stream was deleted there.
    const twin = aFake();
    expect(await take([await goLive(twin)])).toEqual([200]);
    expect(types()).toEqual(["Twitch deleted", "YouTube deleted", "Show deleted"]);
    expect(await state.get(`polycast:fake:stream:${streamId}`)).toBeUndefined();
    expect(await state.get(`polycast:fake:target:${first.id}`)).toBeUndefined();
  });

  test("and cannot be: what the webhook says by itself is taken in, and the trouble is told", async () => {
    const fake = aFake();
    const state = memoryStateStore();
    fake.goLive(streamId);
    const requests = await requestsOf(fake);
    await setUp(fake, state).take(requests);
    fake.fail(first);
    const request = (await requestsOf(fake)).at(-1);
    if (!request) throw new Error("nothing was sent");
    const { receiver } = setUp(fake, state);
    const { observations } = receiver.translate(await receiver.verify(request.clone()));
    const { take, types, troubles } = setUp(fake, state, saying(fake.provider, { ...read, observations }));
    fake.failNext("streams.get", unavailable());
    expect(await take([request])).toEqual([200]);
    expect(types()).toEqual(["Twitch retrying"]);
    expect(troubles).toMatchObject([{ during: "read", error: { code: "provider_unavailable" } }]);
  });

  test("and cannot be, of a stream that nobody knows: deliver it again", async () => {
    const fake = aFake();
    const { take, events, troubles } = setUp(fake);
    const request = await goLive(fake);
    fake.failNext("streams.get", unavailable());
    expect(await take([request])).toEqual([503]);
    expect(troubles).toMatchObject([{ during: "read" }]);
    expect(await take([request])).toEqual([200]);
    expect(events).not.toEqual([]);
  });

  test("a right signature from another time is no more than that", async () => {
    const fake = aFake();
    const { tell, told } = problems();
    const events: Event[] = [];
    const receiver = createWebhookReceiver({
      providers: { fake: fake.provider },
      state: memoryStateStore(),
      tolerance: -1,
    })
      .onAny((event) => void events.push(event))
      .onError(tell);
    const request = await goLive(fake);
    expect((await receiver.handle(request.clone())).status).toBe(200);
    expect(told).toMatchObject([{ during: "verify", error: { reason: "outside_window" } }]);
    expect(events.map(({ type, source }) => [type, source])).toContainEqual(["stream.live", "poll"]);
    const calls = fake.callCount();
    expect((await receiver.handle(request)).status).toBe(200);
    expect(fake.callCount()).toBe(calls);
  });

  test.each([
    ["the stream that it names", { streamId }],
    ["all, where it names none", {}],
  ])("a webhook that nobody signs is no more than that: %s", async (_name, readAgain) => {
    const fake = aFake({ status: { ...everythingAllowed().status, delivery: ["webhook", "poll"] } });
    const adapter = saying(fake.provider, { observations: [], readAgain }, false);
    const { take, types, events } = setUp(fake, memoryStateStore(), adapter);
    const request = await goLive(fake);
    expect(await take([request])).toEqual([200]);
    expect(types()).toEqual(expect.arrayContaining(["Show live", "Twitch live", "YouTube live"]));
    fake.fail(first);
    await fake.takeWebhooks();
    expect(await take([request])).toEqual([200]);
    expect(types().at(-1)).toBe("Twitch retrying");
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  test("nothing that an unsigned webhook claims is believed", async () => {
    const fake = aFake({ status: { ...everythingAllowed().status, delivery: ["webhook", "poll"] } });
    const status = { state: "failed", source: "webhook" } as const;
    const about = { sequence: Number.MAX_SAFE_INTEGER, occurredAt: "2200-01-01T00:00:00Z", streamId } as const;
    const claim = { ...about, kind: "target", targetId: first.id, status } as const;
    const { take, types } = setUp(fake, memoryStateStore(), saying(fake.provider, { observations: [claim] }, false));
    expect(await take([await goLive(fake)])).toEqual([200]);
    expect(types()).toContain("Twitch live");
    expect(types()).not.toContain("Twitch failed");
  });
});
