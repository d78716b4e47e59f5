import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { enqueueDeliveries, listDeliveries } from "./deliveries.ts";
import { addAttempt, attemptsOf, lastAttempts, OVERFLOW, overflowedSince } from "./delivery-attempts.ts";
import { failOverflow } from "./delivery-overflow.ts";
import { settleDelivery } from "./delivery-queue.ts";
import { trimDeliveries } from "./delivery-retention.ts";
import { sampleEndpoint, sampleEvent } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { insertEndpoint } from "./webhook-endpoints.ts";

const endpoint = sampleEndpoint();

const attempt = (at: number) => ({ at, status: 500, durationMs: 3, error: "status" });

/** So many deliveries of one endpoint, oldest first. */
async function deliver(store: Store, count: number): Promise<string[]> {
  await store.write(function* () {
    yield* insertEndpoint(endpoint);
    for (let index = 1; index <= count; index += 1) {
      const event = Object.assign(sampleEvent("str_a"), { observedAt: new Date(index).toISOString() });
      yield* enqueueDeliveries(index, event);
    }
  });
  return (await list(store)).map(({ id }) => id);
}

const list = async (store: Store) =>
  (await store.read(() => listDeliveries({ endpointId: endpoint.id, limit: 100 }))).data.toReversed();

describe.each(engines)("the log of a delivery on $name", (engine) => {
  it("holds the last attempts, oldest first, and goes with its delivery", async () => {
    const store = await engine.open();
    const [first = "", second = ""] = await deliver(store, 2);
    await store.write(function* () {
      for (let at = 1; at <= 25; at += 1) yield* addAttempt(first, attempt(at));
      yield* addAttempt(second, { at: 1, durationMs: 7 });
    });
    const log = await store.read(() => attemptsOf(first));
    expect(log).toStrictEqual(Array.from({ length: 20 }, (_, index) => attempt(index + 6)));
    expect(await store.read(() => lastAttempts([first, second, "dlv_none"]))).toStrictEqual(
      new Map<string, object>([
        [first, attempt(25)],
        [second, { at: 1, durationMs: 7 }],
      ]),
    );
    await store.write(() => settleDelivery(first, { state: "failed", attempts: 25, at: 5 }));
    const gone = await store.write(() => trimDeliveries({ settledAfter: 5, maxSettled: 10, maxAttempts: 100 }));
    expect([gone, await store.read(() => attemptsOf(first))]).toEqual([1, []]);
  });

  it("says that it gave way to newer ones", async () => {
    const store = await engine.open();
    const ids = await deliver(store, 5);
    const { position } = await store.read(() => overflowedSince(undefined));
    await store.write(() => failOverflow(endpoint.id, 9, 3));
    expect((await list(store)).map(({ state }) => state)).toEqual([
      "failed",
      "failed",
      "pending",
      "pending",
      "pending",
    ]);
    expect(await store.read(() => attemptsOf(ids[0] ?? ""))).toEqual([{ at: 9, durationMs: 0, error: OVERFLOW }]);
    const since = await store.read(() => overflowedSince(position));
    expect(since.count).toBe(2);
    expect(await store.read(() => overflowedSince(since.position))).toEqual({ ...since, count: 0 });
  });

  it("is bounded with all others, as settled deliveries are", async () => {
    const store = await engine.open();
    const ids = await deliver(store, 6);
    await store.write(function* () {
      for (const [at, id] of ids.entries()) {
        yield* addAttempt(id, { at, durationMs: 1 });
        yield* settleDelivery(id, { state: "succeeded", attempts: 1, at });
      }
    });
    // Two of the settled are too many; of the attempts that are left, one is.
    const gone = await store.write(() => trimDeliveries({ settledAfter: -1, maxSettled: 4, maxAttempts: 3 }));
    expect(gone).toBe(3);
    expect((await list(store)).map(({ id }) => id)).toEqual(ids.slice(2));
    const left = await store.read(() => lastAttempts(ids));
    expect([...left.keys()].toSorted()).toEqual(ids.slice(3));
  });
});
