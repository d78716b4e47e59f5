import { describe, expect, test } from "vitest";
import { enqueueDeliveries } from "../store/deliveries.ts";
import { failOverflow } from "../store/delivery-overflow.ts";
import { sampleEvent } from "../store/sample-records.test.support.ts";
import { openHangingOutbox } from "./hanging-outbox.test.support.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

const DAY_MS = 86_400_000;

const list = async ({ outbox }: TestOutbox, endpointId: string, query = {}) =>
  (await outbox.deliveries.list(endpointId, { limit: 100, ...query })).data;

const allSettled = (world: TestOutbox, endpointId: string): Promise<void> =>
  world.until(async () => (await list(world, endpointId)).every(({ state }) => state !== "pending"));

describe("deliveries", () => {
  test("are listed newest first, by state, in pages", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const { id } = await world.endpoint(receiver.url);
    const events = [];
    for (let count = 0; count < 5; count += 1) events.push((await world.publish()).id);
    await allSettled(world, id);
    expect((await list(world, id)).map(({ eventId }) => eventId)).toEqual(events.toReversed());
    const first = await world.outbox.deliveries.list(id, { limit: 2, state: "succeeded" });
    const second = await world.outbox.deliveries.list(id, { limit: 4, cursor: first.nextCursor });
    expect([...first.data, ...second.data].map(({ eventId }) => eventId)).toEqual(events.toReversed());
    expect(await list(world, id, { state: "failed" })).toEqual([]);
    await expect(list(world, id, { state: "gone" })).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(list(world, id, { cursor: "x" })).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(list(world, "whe_none")).rejects.toMatchObject({ code: "not_found" });
    await expect(world.outbox.deliveries.get("dlv_none")).rejects.toMatchObject({ code: "not_found" });
  });

  test("keep a log of their last 20 attempts", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    receiver.answers({ status: 500 });
    const { id } = await world.endpoint(receiver.url);
    await world.publish();
    await world.until(() => receiver.received.length === 1);
    const [{ id: delivery } = { id: "" }] = await list(world, id);
    for (let count = 2; count <= 25; count += 1) {
      await world.until(async () => (await world.outbox.deliveries.get(delivery)).attempts === 1);
      world.clock.advance(1000);
      await world.outbox.deliveries.replay(delivery);
      await world.until(() => receiver.received.length === count);
    }
    await world.until(async () => (await world.outbox.deliveries.get(delivery)).attempts === 1);
    const { log } = await world.outbox.deliveries.get(delivery);
    expect(log.length).toBe(20);
    expect(log.at(-1)).toMatchObject({ at: new Date(world.clock.now()).toISOString(), error: "http_500" });
  });

  test("can be sent again one by one, with the same event id", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const { id } = await world.endpoint(receiver.url);
    const event = await world.publish();
    await allSettled(world, id);
    const [{ id: delivery } = { id: "" }] = await list(world, id);
    expect(await world.outbox.deliveries.replay(delivery)).toMatchObject({ state: "pending", attempts: 0 });
    await world.until(() => receiver.received.length === 2);
    await allSettled(world, id);
    expect(receiver.received.map((one) => one.id)).toEqual([event.id, event.id]);
    await world.outbox.endpoints.update(id, { enabled: false });
    await expect(world.outbox.deliveries.replay(delivery)).rejects.toMatchObject({
      code: "conflict",
      hint: expect.stringContaining("enabled"),
    });
    await expect(world.outbox.deliveries.replayMany(id, {})).rejects.toMatchObject({ code: "conflict" });
    await expect(world.outbox.deliveries.replay("dlv_none")).rejects.toMatchObject({ code: "not_found" });
  });

  test("can be sent again by what became of them and by age, each once", async () => {
    const world = await openTestOutbox({ limits: { maxReplayed: 3 } });
    const receiver = await openReceiver();
    const { id } = await world.endpoint(receiver.url);
    for (let count = 0; count < 2; count += 1) await world.publish();
    await allSettled(world, id);
    world.clock.advance(1000);
    const after = new Date(world.clock.now()).toISOString();
    world.clock.advance(1000);
    receiver.answers("hang");
    const late = [];
    for (let count = 0; count < 4; count += 1) late.push((await world.publish()).id);
    await world.until(() => receiver.received.length === 6);
    await world.outbox.endpoints.update(id, { enabled: false });
    receiver.release(500);
    await world.until(async () => (await list(world, id)).every(({ attempts }) => attempts > 0));
    await world.outbox.endpoints.update(id, { enabled: true });
    receiver.answers({ status: 200 });
    expect(await world.outbox.deliveries.replayMany(id, { state: "failed" })).toEqual({ replayed: 0 });
    expect(await world.outbox.deliveries.replayMany(id, { state: "succeeded", createdAfter: after })).toEqual({
      replayed: 0,
    });
    expect(await world.outbox.deliveries.replayMany(id, {})).toEqual({ replayed: 3 });
    expect(await world.outbox.deliveries.replayMany(id, {})).toEqual({ replayed: 1 });
    await allSettled(world, id);
    expect(
      receiver.received
        .slice(6)
        .map((one) => one.id)
        .toSorted(),
    ).toEqual(late.toSorted());
    expect(await world.outbox.deliveries.replayMany(id, { state: "succeeded", createdAfter: after })).toEqual({
      replayed: 3,
    });
    await allSettled(world, id);
  });

  test("that wait for their next attempt are sent now by a replay, as if never tried", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    receiver.answers({ status: 503, headers: { "retry-after": "86400" } });
    const { id } = await world.endpoint(receiver.url);
    const attempts = async () => (await list(world, id)).map((delivery) => delivery.attempts);
    const events = [];
    for (let count = 0; count < 3; count += 1) events.push((await world.publish()).id);
    await world.until(async () => (await attempts()).every((count) => count === 1));
    expect(await world.outbox.deliveries.replayMany(id, { state: "failed" })).toEqual({ replayed: 0 });
    const since = new Date(world.clock.now()).toISOString();
    expect(await world.outbox.deliveries.replayMany(id, { createdAfter: since })).toEqual({ replayed: 0 });

    receiver.answers("hang");
    expect(await world.outbox.deliveries.replayMany(id, { state: "pending" })).toEqual({ replayed: 3 });
    await world.until(() => receiver.received.length === 4);
    expect(await attempts()).toEqual([0, 0, 0]);
    // One is being sent, the others are due.
    expect(await world.outbox.deliveries.replayMany(id, {})).toEqual({ replayed: 0 });
    receiver.answers({ status: 503, headers: { "retry-after": "86400" } });
    receiver.release(500);
    await world.until(async () => (await attempts()).every((count) => count === 1));

    receiver.answers({ status: 200 });
    const before = new Date(world.clock.now() - 1).toISOString();
    expect(await world.outbox.deliveries.replayMany(id, { createdAfter: before })).toEqual({ replayed: 3 });
    await allSettled(world, id);
    expect(await attempts()).toEqual([1, 1, 1]);
    const last = receiver.received.slice(-3).map((one) => one.id);
    expect(last.toSorted()).toEqual(events.toSorted());
  });

  test("that are too many give way, the oldest first", async () => {
    const world = await openTestOutbox();
    const { id } = await world.endpoint("https://hooks.example.com/in");
    await world.outbox.close();
    const events: string[] = [];
    await world.store.write(function* () {
      for (let count = 0; count < 5; count += 1) {
        const event = sampleEvent("str_a");
        events.push(event.id);
        yield* enqueueDeliveries(count + 1, event);
      }
      yield* failOverflow(id, world.clock.now(), 3);
    });
    expect((await list(world, id, { state: "pending" })).map(({ eventId }) => eventId)).toEqual(
      events.slice(2).toReversed(),
    );
    const failed = await list(world, id, { state: "failed" });
    expect(failed.map(({ eventId, lastError }) => [eventId, lastError])).toEqual([
      [events[1], "overflow"],
      [events[0], "overflow"],
    ]);
  });

  test("that gave way are mentioned in the log", async () => {
    const { world, id } = await openHangingOutbox(6);
    await world.store.write(() => failOverflow(id, world.clock.now(), 1));
    world.clock.advance(60_000);
    await world.until(() => world.lines.some((line) => line.includes("gave way") && line.includes('"count":5')));
    expect((await list(world, id, { state: "failed" })).length).toBe(5);
  });

  test("go some time after they were settled, those that are pending stay", async () => {
    const world = await openTestOutbox();
    const [receiver, failing] = [await openReceiver(), await openReceiver()];
    failing.answers({ status: 503, headers: { "retry-after": "86400" } });
    const { id } = await world.endpoint(receiver.url);
    const { id: other } = await world.endpoint(failing.url);
    await world.publish();
    await allSettled(world, id);
    await world.until(async () => (await list(world, other))[0]?.attempts === 1);
    world.clock.advance(7 * DAY_MS - 60_000);
    expect((await list(world, id)).length).toBe(1);
    world.clock.advance(60_000);
    await world.until(async () => (await list(world, id)).length === 0);
    expect((await list(world, other)).length).toBe(1);
  });

  test("and their logs are bounded in number", async () => {
    const world = await openTestOutbox({ limits: { maxSettled: 3, maxAttempts: 5 } });
    const receiver = await openReceiver();
    const { id } = await world.endpoint(receiver.url);
    for (let count = 0; count < 8; count += 1) {
      await world.publish();
      await allSettled(world, id);
      world.clock.advance(1);
    }
    receiver.answers({ status: 500 });
    const [{ id: last } = { id: "" }] = await list(world, id);
    for (let count = 1; count <= 8; count += 1) {
      await world.outbox.deliveries.replay(last);
      await world.until(async () => (await world.outbox.deliveries.get(last)).attempts === 1);
    }
    world.clock.advance(60_000);
    await world.until(async () => (await list(world, id)).length === 4);
    await world.until(async () => (await world.outbox.deliveries.get(last)).log.length === 5);
    expect((await list(world, id)).map(({ state }) => state)).toEqual([
      "pending",
      "succeeded",
      "succeeded",
      "succeeded",
    ]);
  });
});
