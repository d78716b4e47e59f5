import { expect, test } from "vitest";
import { updateEndpoint } from "../store/index.ts";
import { listEventsAfter } from "../store/events.ts";
import { cancelAllPending } from "./cancel-all-pending.ts";
import { openHangingOutbox } from "./hanging-outbox.test.support.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { retryDelaysMs } from "./retry-schedule.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

const DAY_MS = 86_400_000;

const states = async ({ outbox }: TestOutbox, endpointId: string): Promise<string[]> =>
  (await outbox.deliveries.list(endpointId, { limit: 100 })).data.map(({ state }) => state);

const logged = ({ store }: TestOutbox) =>
  store.read(() => listEventsAfter({ types: ["webhook_endpoint.disabled"], limit: 10 }));

test("an endpoint that answers 410 is disabled, and the others are told", async () => {
  const world = await openTestOutbox({ start: false });
  const [gone, other] = [await openReceiver(), await openReceiver()];
  gone.answers({ status: 410 });
  const { id } = await world.endpoint(`${gone.url}?token=canary`);
  await world.endpoint(other.url, { events: ["webhook_endpoint.disabled"] });
  for (let count = 0; count < 20; count += 1) await world.publish();
  world.outbox.start();
  await world.until(async () => !(await states(world, id)).includes("pending") && other.received.length === 1);
  expect(await world.outbox.endpoints.get(id)).toMatchObject({ enabled: false, disabledReason: "gone" });
  expect(new Set(await states(world, id))).toEqual(new Set(["failed", "canceled"]));
  expect(gone.received.length).toBeLessThanOrEqual(4);
  const [stored, ...rest] = await logged(world);
  expect(rest).toEqual([]);
  expect(stored?.event).toMatchObject({
    type: "webhook_endpoint.disabled",
    data: { endpoint: { id, url: `${gone.url}?token=***`, disabledReason: "gone" } },
  });
  const body: unknown = JSON.parse(new TextDecoder().decode(other.received[0]?.body));
  expect(body).toEqual(stored?.event);
  expect(world.lines.join()).toContain(id);
});

test("an endpoint without a success for five days is disabled, and starts afresh when it is enabled", async () => {
  const world = await openTestOutbox();
  const receiver = await openReceiver();
  receiver.answers({ status: 500 });
  const { id } = await world.endpoint(receiver.url);
  const attempts = async (): Promise<number> => (await world.outbox.deliveries.list(id, {})).data[0]?.attempts ?? 0;
  await world.publish();
  for (const [index, delay] of retryDelaysMs.entries()) {
    await world.until(async () => (await attempts()) === index + 1);
    world.clock.advance(delay);
  }
  await world.until(async () => (await attempts()) === 10);
  world.clock.advance(2 * DAY_MS);
  await world.publish();
  for (const [index, delay] of retryDelaysMs.slice(0, 3).entries()) {
    await world.until(async () => (await attempts()) === index + 1);
    // One failure after a long silence proves nothing yet.
    expect(await world.outbox.endpoints.get(id)).toMatchObject({ enabled: true });
    world.clock.advance(delay);
  }
  await world.until(async () => !(await world.outbox.endpoints.get(id)).enabled);
  expect(await world.outbox.endpoints.get(id)).toMatchObject({ disabledReason: "failing" });
  const [stored] = await logged(world);
  expect(stored?.event).toMatchObject({ data: { endpoint: { failingSince: "2026-03-01T12:00:00.000Z" } } });
  await world.until(async () => !(await states(world, id)).includes("pending"));

  receiver.answers({ status: 200 });
  const revived = await world.outbox.endpoints.update(id, { enabled: true });
  expect(revived.disabledReason).toBeUndefined();
  expect(revived.failingSince).toBeUndefined();
  const event = await world.publish();
  await world.until(() => receiver.received.some((one) => one.id === event.id));
});

test("what is pending is canceled with its endpoint; an attempt that succeeds all the same counts", async () => {
  const { world, receiver, id } = await openHangingOutbox(6);
  const off = await world.outbox.endpoints.update(id, { enabled: false });
  expect(off).toMatchObject({ enabled: false });
  expect(off.disabledReason).toBeUndefined();
  expect((await states(world, id)).every((state) => state === "canceled")).toBe(true);
  receiver.release(200);
  await world.until(async () => (await states(world, id)).filter((state) => state === "succeeded").length === 4);
  expect(await logged(world)).toEqual([]);
  await world.publish();
  expect((await states(world, id)).length).toBe(6);
});

test("what was pending when an endpoint was disabled stays behind when it is enabled, also after a crash in between", async () => {
  const world = await openTestOutbox({ start: false });
  const receiver = await openReceiver();
  const { id } = await world.endpoint(receiver.url);
  await world.publish();
  // It died between disabling the endpoint and canceling what it had pending.
  await world.store.write(() => updateEndpoint(id, { enabled: false, updatedAt: 1 }));
  expect(await states(world, id)).toEqual(["pending"]);
  await world.outbox.endpoints.update(id, { enabled: true });
  const event = await world.publish();
  world.outbox.start();
  await world.until(() => receiver.received.length > 0);
  expect(receiver.received.map((one) => one.id)).toEqual([event.id]);
  expect((await states(world, id)).toSorted()).toContain("canceled");
});

test("of an endpoint that was enabled meanwhile nothing is canceled", async () => {
  const world = await openTestOutbox({ start: false });
  const { id } = await world.endpoint("http://127.0.0.1:1/");
  await world.publish();
  await cancelAllPending(world, id);
  expect(await states(world, id)).toEqual(["pending"]);
});

test("an attempt that fails after its endpoint was disabled does not bring its delivery back", async () => {
  const { world, receiver, id } = await openHangingOutbox();
  await world.outbox.endpoints.update(id, { enabled: false });
  receiver.release(500);
  const attempts = async () => (await world.outbox.deliveries.list(id, {})).data.map((one) => one.attempts);
  await world.until(async () => (await attempts())[0] === 1);
  expect(await states(world, id)).toEqual(["canceled"]);
  expect(await world.outbox.endpoints.get(id)).not.toHaveProperty("failingSince");
});
