import { expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import type { Store } from "../store/index.ts";
import { openHangingOutbox } from "./hanging-outbox.test.support.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox } from "./test-outbox.test.support.ts";

const states = async ({ outbox }: Awaited<ReturnType<typeof openTestOutbox>>, endpointId: string) =>
  (await outbox.deliveries.list(endpointId, {})).data.map(({ state, attempts }) => [state, attempts]);

/** A store whose writes fail from some time on, as after a crash. */
function breakable(): { wrap: (store: Store) => Store; fail: (fails: boolean) => void } {
  let fails = false;
  return {
    wrap: (store) => ({
      ...store,
      write: (unit) => (fails ? Promise.reject(new Error("The disk is gone.")) : store.write(unit)),
    }),
    fail: (value) => {
      fails = value;
    },
  };
}

/** An outbox whose process dies in the middle of an attempt, and the receiver that was being called. */
async function dieWhileSending() {
  const disk = breakable();
  const died = await openTestOutbox({ wrapStore: disk.wrap });
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await died.endpoint(receiver.url);
  const event = await died.publish();
  await died.until(() => receiver.received.length === 1);
  disk.fail(true);
  await died.close();
  receiver.answers({ status: 200 });
  const clock = createManualClock(died.clock.now());
  return { id, event, receiver, next: { dataDir: died.dataDir, clock } };
}

test("what was claimed when the process died is delivered at once by the next, with the same id", async () => {
  const { id, event, receiver, next } = await dieWhileSending();
  const second = await openTestOutbox(next);
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(second.clock.now()).toBe(next.clock.now());
  expect(receiver.received.map((one) => one.id)).toEqual([event?.id, event?.id]);
});

test("what was claimed is taken over after its claim has run out where others use the store too", async () => {
  const { id, event, receiver, next } = await dieWhileSending();
  const second = await openTestOutbox({ ...next, wrapStore: (store) => ({ ...store, exclusive: false }) });
  second.clock.advance(20_000);
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  expect(await states(second, id)).toEqual([["pending", 0]]);
  second.clock.advance(20_000);
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.map((one) => one.id)).toEqual([event?.id, event?.id]);
});

test("claims are given back later where the store fails at the start", async () => {
  const { id, receiver, next } = await dieWhileSending();
  const disk = breakable();
  disk.fail(true);
  const second = await openTestOutbox({ ...next, wrapStore: disk.wrap });
  await second.until(() => second.lines.some((line) => line.includes("due deliveries could not be read")));
  disk.fail(false);
  second.clock.advance(2_000);
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.length).toBe(2);
});

test("what was stored but never begun is delivered after a restart", async () => {
  const first = await openTestOutbox({ start: false });
  const receiver = await openReceiver();
  const { id } = await first.endpoint(receiver.url);
  const event = await first.publish();
  await first.close();
  const second = await openTestOutbox({ dataDir: first.dataDir });
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.map((one) => one.id)).toEqual([event.id]);
});

test("a result that cannot be stored at once is stored later, without sending again", async () => {
  const disk = breakable();
  const world = await openTestOutbox({ wrapStore: disk.wrap });
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await world.endpoint(receiver.url);
  await world.publish();
  await world.until(() => receiver.received.length === 1);
  disk.fail(true);
  receiver.release(200);
  for (let turn = 0; turn < 20; turn += 1) {
    world.clock.advance(1_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await states(world, id)).toEqual([["pending", 0]]);
  disk.fail(false);
  world.clock.advance(2_000);
  await world.until(async () => (await states(world, id))[0]?.[0] === "succeeded");
  expect(receiver.received.length).toBe(1);
});

test("closing waits for an attempt that ends in time", async () => {
  const { world, receiver, id } = await openHangingOutbox();
  const closing = world.outbox.close();
  receiver.release(200);
  await closing;
  expect(await states(world, id)).toEqual([["succeeded", 1]]);
});

test("closing gives back what does not end in time: it does not count as an attempt", async () => {
  const {
    world,
    receiver,
    id,
    events: [event],
  } = await openHangingOutbox();
  await world.close();
  receiver.answers({ status: 200 });
  const second = await openTestOutbox({ dataDir: world.dataDir, clock: createManualClock(world.clock.now()) });
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.map((one) => one.id)).toEqual([event?.id, event?.id]);
});

test("nothing is sent after closing", async () => {
  const world = await openTestOutbox();
  const receiver = await openReceiver();
  await world.endpoint(receiver.url);
  await world.outbox.close();
  await world.publish();
  for (let turn = 0; turn < 5; turn += 1) {
    world.clock.advance(60_000);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(receiver.received).toEqual([]);
});
