import { expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import type { Store } from "../store/index.ts";
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

test("what was claimed when the process died is delivered again, with the same id", async () => {
  const disk = breakable();
  const first = await openTestOutbox({ wrapStore: disk.wrap });
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await first.endpoint(receiver.url);
  const event = await first.publish();
  await first.until(() => receiver.received.length === 1);
  disk.fail(true);
  await first.close();

  receiver.answers({ status: 200 });
  const second = await openTestOutbox({ dataDir: first.dataDir, clock: createManualClock(first.clock.now()) });
  expect(await states(second, id)).toEqual([["pending", 0]]);
  second.clock.advance(40_000);
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.map((one) => one.id)).toEqual([event.id, event.id]);
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
  const world = await openTestOutbox();
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await world.endpoint(receiver.url);
  await world.publish();
  await world.until(() => receiver.received.length === 1);
  const closing = world.outbox.close();
  receiver.release(200);
  await closing;
  expect(await states(world, id)).toEqual([["succeeded", 1]]);
});

test("closing gives back what does not end in time: it does not count as an attempt", async () => {
  const world = await openTestOutbox();
  const receiver = await openReceiver();
  receiver.answers("hang");
  const { id } = await world.endpoint(receiver.url);
  const event = await world.publish();
  await world.until(() => receiver.received.length === 1);
  await world.close();
  receiver.answers({ status: 200 });
  const second = await openTestOutbox({ dataDir: world.dataDir, clock: createManualClock(world.clock.now()) });
  await second.until(async () => (await states(second, id))[0]?.[0] === "succeeded");
  expect(receiver.received.map((one) => one.id)).toEqual([event.id, event.id]);
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
