import { expect, test } from "vitest";
import type { Store } from "../store/index.ts";
import { plant } from "./planted-items.test.support.ts";
import { openOther, openReceiving, recording, states } from "./processes.test.support.ts";
import { countItems, openBeside, turns, until } from "./test-inbox.test.support.ts";

const HOUR = 3_600_000;
const open = { state: "received" } as const;

test("what one process receives is processed by the one whose duty it is, at once", async () => {
  const world = await openReceiving();
  const first = await openOther(world, (instance) => instance === "fake");
  const second = await openOther(world, (instance) => instance === "other");
  expect(await world.inbox.receive("fake", world.ofFake.delivery)).toEqual({ status: 200 });
  expect(await second.inbox.receive("fake", await world.next())).toEqual({ status: 200 });
  expect(await first.inbox.receive("other", world.ofOther.delivery)).toEqual({ status: 200 });
  await world.settled();
  expect(await states(world)).toEqual(["fake done", "fake done", "other done"]);
  expect([first.taken, second.taken]).toEqual([["fake", "fake"], ["other"]]);
});

test("that webhooks arrive is told to the pollers of the process that observes", async () => {
  const world = await openReceiving();
  const { observer } = recording(world.store);
  const seen: string[] = [];
  const pollers = (process: string) => ({
    hint: () => undefined,
    webhookSeen: (instance: string) => void seen.push(`${process} ${instance}`),
  });
  const beside = { clock: world.clock, observer };
  const receiving = await openBeside(world, { ...beside, pollers: pollers("receiving"), processes: () => false });
  await openBeside(world, { ...beside, pollers: pollers("observing") });
  await receiving.inbox.receive("fake", world.ofFake.delivery);
  const [item] = await world.settled();
  expect(seen).toEqual(["observing fake"]);
  // It was one from long ago.
  await receiving.inbox.replay(item?.id ?? "");
  await world.settled();
  expect(seen).toHaveLength(1);
});

test("what waits for another process holds up nobody", async () => {
  const world = await openReceiving();
  await plant(world.store, 120, world.clock.now() - HOUR, { provider: "other", ...open });
  const { taken } = await openOther(world, (instance) => instance === "fake");
  await world.inbox.receive("fake", world.ofFake.delivery);
  await until(() => taken.length === 1);
  await turns();
  expect(taken).toEqual(["fake"]);
  const waiting = await world.inbox.list({ provider: "other", state: "received", limit: 100 });
  expect(waiting).toMatchObject({ nextCursor: expect.any(String) });
});

test("what is parked for another process is left to it, also when it is due", async () => {
  const world = await openReceiving();
  const now = world.clock.now();
  await plant(world.store, 1, now - 60_000, { provider: "other", state: "parked", dueAt: now - 1000 });
  const { inbox, taken, lines } = await openOther(world, (instance) => instance === "fake");
  inbox.unpark("other");
  await turns();
  world.clock.advance(60_000);
  await turns();
  expect(await states(world)).toEqual(["other parked"]);
  expect(taken).toEqual([]);
  expect(lines).toEqual([]);
});

test("what is parked for a duty is looked at when it is due, whatever waits for others", async () => {
  const world = await openReceiving();
  const now = world.clock.now();
  await plant(world.store, 60, now - HOUR, { provider: "other", state: "parked", dueAt: now - 1000 });
  await plant(world.store, 1, now - HOUR, { state: "parked", dueAt: now + 5000 });
  await openOther(world, (instance) => instance === "fake");
  await turns();
  expect((await states(world)).filter((state) => state !== "other parked")).toEqual(["fake parked"]);
  world.clock.advance(5000);
  // What was planted cannot be opened.
  await until(async () => (await states(world)).includes("fake quarantined"));
});

test("what is due for others wakes nobody else", async () => {
  const world = await openReceiving();
  const now = world.clock.now();
  await plant(world.store, 1, now, { provider: "other", state: "parked", dueAt: now - 1000 });
  let reads = 0;
  const read: Store["read"] = (unit) => {
    reads += 1;
    return world.store.read(unit);
  };
  const store = { ...world.store, read };
  await openBeside(world, { clock: world.clock, store, processes: (instance) => instance === "fake" });
  await turns();
  const before = reads;
  for (let second = 0; second < 10; second += 1) {
    world.clock.advance(1000);
    await turns();
  }
  expect(reads).toBe(before);
});

test("of a provider that nobody configures anybody may say so", async () => {
  const world = await openReceiving();
  await plant(world.store, 1, world.clock.now(), { provider: "gone", ...open });
  await openOther(world, () => false);
  await until(async () => (await states(world))[0] === "gone parked");
  expect((await world.inbox.list({})).data).toMatchObject([{ reason: "no_provider" }]);
});

test("a notice that is lost is made up for within 15 seconds", async () => {
  const world = await openReceiving();
  const { observer, taken } = recording(world.store);
  const store = { ...world.store, listen: () => () => undefined };
  await openBeside(world, { clock: world.clock, observer, store });
  await turns();
  await world.inbox.receive("fake", world.ofFake.delivery);
  await turns();
  expect(taken).toEqual([]);
  world.clock.advance(15_000);
  await until(() => taken.length === 1);
});

test("while more wait than may be kept, no more are taken", async () => {
  const world = await openReceiving({ limits: { maxItems: 10 } });
  await plant(world.store, 11, world.clock.now() - HOUR, { provider: "other", ...open });
  world.clock.advance(600_000);
  const receive = async (): Promise<number> =>
    (await world.inbox.receive("other", { ...world.ofOther.delivery, headers: new Headers() })).status;
  await until(async () => (await receive()) === 503);
  expect(await countItems(world.store)).toBe(11);
  expect(world.lines.filter((line) => line.includes("no more are taken"))).toHaveLength(1);
  await world.inbox.setProcessing("other", true);
  await world.settled();
  world.clock.advance(10_000);
  // It is looked at again: what proves nothing is refused.
  await until(async () => (await receive()) === 401);
});

test("all of them keep house", async () => {
  const world = await openReceiving();
  const old = world.clock.now() - 9 * 24 * 3_600_000;
  await plant(world.store, 450, old);
  await plant(world.store, 3, old, { state: "parked", dueAt: old + 1e12 });
  const { lines } = await openOther(world, () => false);
  world.clock.advance(600_000);
  await until(async () => (await countItems(world.store)) === 3);
  await turns();
  expect([...world.lines.filter((line) => line.includes("warn")), ...lines]).toEqual([]);
});
