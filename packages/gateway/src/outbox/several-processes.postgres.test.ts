import { describe, expect, test } from "vitest";
import { createManualClock } from "../control/manual-clock.test.support.ts";
import { createSealer } from "../secrets/sealer.ts";
import { newSecretKey } from "../secrets/secret-key.ts";
import { temporaryDatabase, testServer } from "../store/contract/temporary-database.test.support.ts";
import { allEndpoints } from "../store/index.ts";
import { openFor } from "../store/postgres/postgres-store.test.support.ts";
import { openReceiver } from "./receiver.test.support.ts";
import { openTestOutbox, type TestOutbox } from "./test-outbox.test.support.ts";

/** Two processes on one database, each with connections of its own. */
async function openTwo(limits = {}): Promise<[TestOutbox, TestOutbox]> {
  const url = await temporaryDatabase();
  const sealer = createSealer([newSecretKey().key]);
  const clock = createManualClock(Date.parse("2026-03-01T12:00:00.000Z"));
  const open = async () => openTestOutbox({ shared: { store: await openFor(url), sealer, clock }, limits });
  return [await open(), await open()];
}

const all = async ({ outbox }: TestOutbox, endpointId: string) =>
  (await outbox.deliveries.list(endpointId, { limit: 100 })).data;

const settled = (world: TestOutbox, endpointId: string): Promise<void> =>
  world.until(async () => (await all(world, endpointId)).every(({ state }) => state !== "pending"));

describe.skipIf(testServer === undefined)("two processes on PostgreSQL", () => {
  test("send each delivery once, whoever stores them, and each takes so many at a time", async () => {
    const [first, second] = await openTwo();
    const receiver = await openReceiver();
    receiver.answers("hang");
    const { id } = await first.endpoint(receiver.url);
    const publish = (_: unknown, index: number) => (index % 2 === 0 ? first : second).publish();
    const events = await Promise.all(Array.from({ length: 20 }, publish));
    await first.until(() => receiver.received.length === 8);
    receiver.answers({ status: 200 });
    receiver.release(200);
    await settled(first, id);
    expect(receiver.received.map((one) => one.id).toSorted()).toEqual(events.map((one) => one.id).toSorted());
    expect(new Set((await all(second, id)).map(({ state, attempts }) => `${state} ${attempts}`))).toEqual(
      new Set(["succeeded 1"]),
    );
    expect([...first.lines, ...second.lines]).toEqual([]);
  });

  test("disable an endpoint once that answers 410 to both", async () => {
    const [first, second] = await openTwo();
    const [receiver, listener] = [await openReceiver(), await openReceiver()];
    receiver.answers("hang");
    const { id } = await first.endpoint(receiver.url);
    const told = await first.endpoint(listener.url, { events: ["webhook_endpoint.disabled"] });
    for (let count = 0; count < 10; count += 1) await second.publish();
    await first.until(() => receiver.received.length === 8);
    receiver.answers({ status: 410 });
    receiver.release(410);
    await settled(second, id);
    const lines = () => [...first.lines, ...second.lines].filter((line) => line.includes("was disabled"));
    await first.until(() => lines().length > 0);
    await settled(second, told.id);
    expect(listener.received).toHaveLength(1);
    expect(lines()).toHaveLength(1);
  });

  test("make no more endpoints than there may be", async () => {
    const [first, second] = await openTwo({ maxEndpoints: 3 });
    const create = (_: unknown, index: number) => (index % 2 === 0 ? first : second).endpoint("http://127.0.0.1:1/");
    const made = await Promise.allSettled(Array.from({ length: 8 }, create));
    expect(made.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    expect(await first.store.read(() => allEndpoints())).toHaveLength(3);
  });
});
