import { verifyStandardWebhook } from "@polycast/core";
import { describe, expect, test } from "vitest";
import { sampleEvent, sampleStream } from "../store/sample-records.test.support.ts";
import { insertStream } from "../store/streams.ts";
import { openHangingOutbox } from "./hanging-outbox.test.support.ts";
import { openReceiver, type Receiver } from "./receiver.test.support.ts";
import { retryDelaysMs } from "./retry-schedule.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

/** The only delivery of an endpoint. */
const only = async ({ outbox }: TestOutbox, endpointId: string) => {
  const [first] = (await outbox.deliveries.list(endpointId, { limit: 10 })).data;
  if (!first) throw new Error("There is no delivery.");
  return outbox.deliveries.get(first.id);
};

/** Waits until the only delivery of an endpoint has had so many attempts. */
const attempted = (world: TestOutbox, endpointId: string, attempts: number): Promise<void> =>
  world.until(async () => (await only(world, endpointId)).log.length === attempts);

const settled = (world: TestOutbox, endpointId: string): Promise<void> =>
  world.until(async () => (await only(world, endpointId)).state !== "pending");

const verify = ({ received }: Receiver, index: number, secret: string, world: TestOutbox) => {
  const delivery = received[index];
  if (!delivery) throw new Error("Nothing came.");
  return verifyStandardWebhook(delivery, { secrets: [secret], now: new Date(world.clock.now()) });
};

describe("a delivery", () => {
  test("is the event as it stands in the log, signed, once it is stored", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const { id, secret } = await world.endpoint(`${receiver.url}?token=t`);
    const event = await world.publish();
    await settled(world, id);
    const [delivery] = receiver.received;
    expect(JSON.parse(new TextDecoder().decode(delivery?.body))).toEqual(event);
    expect(delivery).toMatchObject({ id: event.id, path: "/hook?token=t" });
    expect(delivery?.headers.get("content-type")).toBe("application/json");
    expect(delivery?.headers.get("user-agent")).toMatch(/^Polycast\/\d/u);
    expect(await verify(receiver, 0, secret, world)).toEqual({
      id: event.id,
      timestamp: world.clock.now() / 1000,
    });
    expect(await only(world, id)).toMatchObject({
      eventId: event.id,
      eventType: "stream.live",
      state: "succeeded",
      attempts: 1,
      lastStatus: 200,
      log: [{ status: 200 }],
    });
  });

  test("goes to the endpoints that want it", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const [a, b] = [sampleStream(), sampleStream()];
    await world.store.write(function* () {
      for (const stream of [a, b]) yield* insertStream(stream);
    });
    const all = await world.endpoint(receiver.url);
    const live = await world.endpoint(receiver.url, { events: ["stream.live"] });
    const ofB = await world.endpoint(receiver.url, { streamId: b.id });
    const off = await world.endpoint(receiver.url, { enabled: false });
    for (const event of [sampleEvent(a.id), sampleEvent(a.id, "stream.idle"), sampleEvent(b.id, "stream.idle")]) {
      await world.publish(event);
    }
    await world.until(() => receiver.received.length === 5);
    const counts = [all, live, ofB, off].map(
      async ({ id }) => (await world.outbox.deliveries.list(id, {})).data.length,
    );
    expect(await Promise.all(counts)).toEqual([3, 1, 1, 0]);
  });

  test("is repeated by the schedule, each time signed anew, until it is given up", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    receiver.answers({ status: 500, body: "canary".repeat(100_000) });
    const { id, secret } = await world.endpoint(receiver.url);
    const event = await world.publish();
    for (const [index, delay] of retryDelaysMs.entries()) {
      await attempted(world, id, index + 1);
      expect(await verify(receiver, index, secret, world)).toMatchObject({ id: event.id });
      const next = Date.parse((await only(world, id)).nextAttemptAt ?? "");
      expect(next - world.clock.now()).toBe(delay);
      world.clock.advance(delay - 1);
      await new Promise((resolve) => setImmediate(resolve));
      expect(receiver.received.length).toBe(index + 1);
      world.clock.advance(1);
    }
    await settled(world, id);
    expect(await only(world, id)).toMatchObject({ state: "failed", attempts: 10, lastError: "http_500" });
    expect(receiver.received.every((one) => one.id === event.id)).toBe(true);
    expect(await world.outbox.endpoints.get(id)).toMatchObject({ enabled: true, failingSince: expect.any(String) });
    receiver.answers({ status: 204 });
    await world.publish();
    await world.until(async () => (await world.outbox.endpoints.get(id)).failingSince === undefined);
  });

  test.each([301, 302, 307, 400, 404])("that is answered %i has failed, and is not sent elsewhere", async (status) => {
    const world = await openTestOutbox();
    const [receiver, elsewhere] = [await openReceiver(), await openReceiver()];
    receiver.answers({ status, headers: { location: elsewhere.url } });
    const { id } = await world.endpoint(receiver.url);
    await world.publish();
    await attempted(world, id, 1);
    expect(await only(world, id)).toMatchObject({ state: "pending", lastError: `http_${status}`, lastStatus: status });
    expect(elsewhere.received).toEqual([]);
  });

  test.each([
    [429, "60", 60_000],
    [503, "Sun, 01 Mar 2026 13:00:00 GMT", 3_600_000],
    [500, "60", 5_000],
  ])("that is answered %i with Retry-After %s is repeated after %i ms", async (status, retryAfter, wait) => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    receiver.answers({ status, headers: { "retry-after": retryAfter } });
    const { id } = await world.endpoint(receiver.url);
    await world.publish();
    await attempted(world, id, 1);
    const next = Date.parse((await only(world, id)).nextAttemptAt ?? "");
    expect(next - world.clock.now()).toBe(wait);
  });

  test("that is never answered ends after 20 seconds", async () => {
    const { world, id } = await openHangingOutbox();
    world.clock.advance(20_000);
    await attempted(world, id, 1);
    expect(await only(world, id)).toMatchObject({ lastError: "timeout", log: [{ durationMs: 20_000 }] });
  });

  test("to nobody is refused", async () => {
    const world = await openTestOutbox();
    const { id } = await world.endpoint("http://127.0.0.1:1/hook");
    await world.publish();
    await attempted(world, id, 1);
    expect(await only(world, id)).toMatchObject({ lastError: "refused" });
  });

  test("to an address that is not public (any more) is not dialled", async () => {
    const open = await openTestOutbox();
    const receiver = await openReceiver();
    const { id } = await open.endpoint(receiver.url);
    await open.close();
    const world = await openTestOutbox({ dataDir: open.dataDir, allowPrivate: false });
    await world.publish();
    await attempted(world, id, 1);
    expect(await only(world, id)).toMatchObject({ lastError: "blocked_address" });
    expect(receiver.received).toEqual([]);
  });

  test("is signed with the former secret too while it overlaps", async () => {
    const world = await openTestOutbox();
    const receiver = await openReceiver();
    const { id, secret: former } = await world.endpoint(receiver.url);
    const { secret, previousExpiresAt } = await world.outbox.endpoints.rotateSecret(id, { overlapSeconds: 60 });
    expect(previousExpiresAt).toBe("2026-03-01T12:01:00.000Z");
    await world.publish();
    await world.until(() => receiver.received.length === 1);
    for (const one of [former, secret.reveal()]) {
      expect(await verify(receiver, 0, one, world)).toMatchObject({ timestamp: world.clock.now() / 1000 });
    }
    world.clock.advance(60_000);
    await world.publish();
    await world.until(() => receiver.received.length === 2);
    await verify(receiver, 1, secret.reveal(), world);
    await expect(verify(receiver, 1, former, world)).rejects.toMatchObject({ reason: "wrong_signature" });
  });
});

describe("the neighbours of an endpoint", () => {
  test("that hangs, and of one that fails, get theirs", async () => {
    const world = await openTestOutbox();
    const [hanging, failing, healthy] = [await openReceiver(), await openReceiver(), await openReceiver()];
    hanging.answers("hang");
    failing.answers({ status: 500 });
    for (const { url } of [hanging, failing, healthy]) await world.endpoint(url);
    for (let count = 0; count < 50; count += 1) await world.publish();
    // Time stands still: nothing of the hanging one has ended.
    await world.until(() => new Set(healthy.received.map(({ id }) => id)).size === 50);
    expect(hanging.received.length).toBe(4);
    await world.until(() => new Set(failing.received.map(({ id }) => id)).size === 50);
  });

  test("have room when very many hang", async () => {
    const limits = { maxRunning: 8, maxRunningPerEndpoint: 2, attemptMs: 1_000 };
    const world = await openTestOutbox({ limits });
    const [hanging, healthy] = [await openReceiver(), await openReceiver()];
    hanging.answers("hang");
    for (let count = 0; count < 12; count += 1) await world.endpoint(hanging.url);
    await world.endpoint(healthy.url);
    await world.publish();
    const failing = async (): Promise<number> =>
      (await world.outbox.endpoints.list({})).data.filter(({ failingSince }) => failingSince !== undefined).length;
    await world.until(async () => {
      world.clock.advance(100);
      return (await failing()) === 12 && healthy.received.length === 1;
    });
    // All of them are tried again and hang; then time stands still.
    world.clock.advance(5_000);
    await world.publish();
    await world.until(() => healthy.received.length === 2);
    expect(hanging.received.length).toBeGreaterThanOrEqual(12);
  });
});
