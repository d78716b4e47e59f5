import { expect, test } from "vitest";
import { updateEndpoint } from "../store/index.ts";
import type { Store } from "../store/store.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

const sharedBy = (store: Store): Store => ({ ...store, exclusive: false });

/** Two processes on one store. */
async function openTwo(options: Parameters<typeof openTestOutbox>[0] = {}): Promise<[TestOutbox, TestOutbox]> {
  const first = await openTestOutbox({ ...options, wrapStore: sharedBy });
  return [first, await openTestOutbox({ ...options, shared: first })];
}

const all = async ({ outbox }: TestOutbox, endpointId: string) =>
  (await outbox.deliveries.list(endpointId, { limit: 100 })).data;

const settled = (world: TestOutbox, endpointId: string): Promise<void> =>
  world.until(async () => (await all(world, endpointId)).every(({ state }) => state !== "pending"));

/** Lets whatever can happen without time happen. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 30; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

test("two processes share the work: each delivery is sent by one of them, each takes so many at a time", async () => {
  const [first, second] = await openTwo();
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await first.endpoint(receiver.url);
  const events = await Promise.all(Array.from({ length: 40 }, () => first.publish()));
  await first.until(() => receiver.received.length === 8);
  await turns();
  expect(receiver.received.length).toBe(8);
  receiver.answers({ status: 200 });
  receiver.release(200);
  await settled(first, id);
  expect(receiver.received.map((one) => one.id).toSorted()).toEqual(events.map((one) => one.id).toSorted());
  expect((await all(second, id)).map(({ state, attempts }) => `${state} ${attempts}`)).toEqual(
    Array.from({ length: 40 }, () => "succeeded 1"),
  );
});

test("a process that starts leaves alone what another is at", async () => {
  const first = await openTestOutbox({ wrapStore: sharedBy });
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await first.endpoint(receiver.url);
  await first.publish();
  await first.until(() => receiver.received.length === 1);
  await openTestOutbox({ shared: first });
  await turns();
  receiver.release(200);
  await settled(first, id);
  expect(receiver.received.length).toBe(1);
});

test("what a process had claimed when it died is sent by another once the claim has run out", async () => {
  const first = await openTestOutbox({ wrapStore: sharedBy });
  let isDead = false;
  const dying = await openTestOutbox({
    shared: first,
    wrapStore: (store) => ({
      ...store,
      write: (unit) => (isDead ? Promise.reject(new Error("It is dead.")) : store.write(unit)),
      read: (unit) => (isDead ? Promise.reject(new Error("It is dead.")) : store.read(unit)),
    }),
  });
  await first.outbox.close();
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await first.endpoint(receiver.url);
  const event = await first.publish();
  await dying.until(() => receiver.received.length === 1);
  isDead = true;
  receiver.answers({ status: 200 });
  const survivor = await openTestOutbox({ shared: first });
  first.clock.advance(39_000);
  await turns();
  expect(receiver.received.length).toBe(1);
  first.clock.advance(1_000);
  await settled(survivor, id);
  expect(receiver.received.map((one) => one.id)).toEqual([event.id, event.id]);
});

test("an endpoint that answers 410 to both is disabled once", async () => {
  const [first, second] = await openTwo();
  const [receiver, listener] = [await openReceiver(), await openReceiver()];
  receiver.answers("hang");
  const { id } = await first.endpoint(receiver.url);
  const told = await first.endpoint(listener.url, { events: ["webhook_endpoint.disabled"] });
  for (let count = 0; count < 12; count += 1) await first.publish();
  await first.until(() => receiver.received.length === 8);
  receiver.answers({ status: 410 });
  receiver.release(410);
  await settled(first, id);
  await settled(second, told.id);
  expect(listener.received.length).toBe(1);
  expect([...first.lines, ...second.lines].filter((line) => line.includes("was disabled")).length).toBe(1);
  const states = (await all(first, id)).map(({ state }) => state);
  expect(new Set(states)).toEqual(new Set(["failed", "canceled"]));
});

test("both clean up, and no more goes than should", async () => {
  const [first, second] = await openTwo({ limits: { maxSettled: 3 } });
  const receiver = await openReceiver();
  const { id } = await first.endpoint(receiver.url);
  const { id: disabled } = await first.endpoint("http://127.0.0.1:1/", { events: ["stream.idle"] });
  for (let count = 0; count < 8; count += 1) {
    await first.publish();
    await settled(first, id);
    first.clock.advance(1);
  }
  await first.outbox.endpoints.rotateSecret(id, { overlapSeconds: 1 });
  await first.store.write(() => updateEndpoint(disabled, { enabled: false, updatedAt: 1 }));
  first.clock.advance(60_000);
  await first.until(async () => (await all(first, id)).length <= 3);
  await Promise.all([first.outbox.close(), second.outbox.close()]);
  expect((await all(first, id)).length).toBe(3);
  expect([...first.lines, ...second.lines]).toEqual([]);
});

test("what another process stores or sends again is sent at once", async () => {
  const storing = await openTestOutbox({ start: false, wrapStore: sharedBy });
  const sending = await openTestOutbox({ shared: storing });
  const receiver = await openReceiver();
  const { id } = await storing.endpoint(receiver.url);
  await storing.publish();
  await settled(sending, id);
  const [{ id: delivery } = { id: "" }] = await all(storing, id);
  await storing.outbox.deliveries.replay(delivery);
  await settled(sending, id);
  expect(await storing.outbox.deliveries.replayMany(id, { state: "succeeded" })).toEqual({ replayed: 1 });
  await settled(sending, id);
  expect(receiver.received.length).toBe(3);
});

test("a notice that is lost is made up for within 15 seconds", async () => {
  const storing = await openTestOutbox({ start: false, wrapStore: sharedBy });
  await openTestOutbox({ shared: storing, wrapStore: (store) => ({ ...store, listen: () => () => undefined }) });
  const receiver = await openReceiver();
  await storing.endpoint(receiver.url);
  await storing.publish();
  await turns();
  expect(receiver.received.length).toBe(0);
  storing.clock.advance(15_000);
  await storing.until(() => receiver.received.length === 1);
});
