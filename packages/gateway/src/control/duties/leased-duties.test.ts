import { describe, expect, onTestFinished, test } from "vitest";
import { engines } from "../../store/contract/engines.test.support.ts";
import type { Store, Writing } from "../../store/index.ts";
import { setMeta } from "../../store/meta.ts";
import { temporaryStore } from "../../store/temporary-store.test.support.ts";
import { createManualClock, type ManualClock } from "../manual-clock.test.support.ts";
import type { Fence } from "./duties.ts";
import { createLeasedDuties } from "./leased-duties.ts";
import { pass, settle, type SharedStore, shareStore } from "./shared-store.test.support.ts";

/** The duties of one process for `fake`, begun. */
async function openProcess(shared: Store, clock: ManualClock = createManualClock()) {
  const view = shareStore(shared);
  const told: string[] = [];
  const duties = createLeasedDuties({ store: view.store, instances: ["fake"], clock, log: () => undefined });
  duties.onChange(({ instance, held }) => told.push(`${held ? "begins" : "ends"} ${instance}`));
  await duties.start();
  onTestFinished(() => duties.close());
  return { duties, view, clock, told, holds: () => duties.holds("fake") };
}

function behind(fence: Fence) {
  return function* (): Writing<void> {
    yield* fence();
    yield* setMeta("written", "yes");
  };
}

const passFor = (ms: number, ...processes: { clock: ManualClock; view: SharedStore }[]): Promise<void> =>
  pass(ms, [...new Set(processes.map(({ clock }) => clock))], ...processes.map(({ view }) => view));

describe.each(engines)("the duty to observe, on $name", (engine) => {
  test("is one process's; whoever closes gives it to another at once", async () => {
    const shared = await engine.open();
    const clock = createManualClock();
    const first = await openProcess(shared, clock);
    const second = await openProcess(shared, clock);
    await passFor(30_000, first, second);
    expect([first.holds(), second.holds()]).toEqual([true, false]);
    await first.duties.close();
    await expect.poll(second.holds).toBe(true);
    expect([first.told, second.told]).toEqual([["begins fake"], ["begins fake"]]);
  });

  test("goes to another within 13 s of the end of a process that did not close", async () => {
    const shared = await engine.open();
    const first = await openProcess(shared);
    const second = await openProcess(shared);
    // The first has died: its clock stands still.
    await passFor(9000, second);
    expect(second.holds()).toBe(false);
    await passFor(4000, second);
    expect(second.holds()).toBe(true);
    // The dead one does not know it. Its late writes are refused.
    expect(first.holds()).toBe(true);
    await expect(shared.write(behind(first.duties.fence("fake")))).rejects.toMatchObject({ code: "conflict" });
    await shared.write(behind(second.duties.fence("fake")));
  });
});

test("a process that has stood still for more than 3 s has lost it before anything else runs", async () => {
  const { duties, clock, told, view, holds } = await openProcess(temporaryStore());
  const fence = duties.fence("fake");
  let heldAfter: boolean | undefined;
  clock.after(100, () => (heldAfter = holds()));
  clock.advance(4000);
  expect(heldAfter).toBe(false);
  await settle(view);
  // Nobody took it meanwhile. It is another tenure all the same: what was begun before is refused.
  expect(told).toEqual(["begins fake", "ends fake", "begins fake"]);
  await expect(view.store.write(behind(fence))).rejects.toMatchObject({ code: "conflict" });
  await view.store.write(behind(duties.fence("fake")));
});

test("a process that is only slow keeps it", async () => {
  const process = await openProcess(temporaryStore());
  for (let second = 0; second < 20; second += 1) {
    process.clock.advance(2900);
    await settle(process.view);
  }
  expect(process.told).toEqual(["begins fake"]);
});

test("while the store is away it is held until 10 s after the last renewal was sent, and taken again afterwards", async () => {
  const process = await openProcess(temporaryStore());
  await passFor(3000, process);
  process.view.cut(true);
  await passFor(9500, process);
  expect(process.holds()).toBe(true);
  await passFor(500, process);
  expect(process.holds()).toBe(false);
  expect(process.told).toEqual(["begins fake", "ends fake"]);
  process.view.cut(false);
  await passFor(3500, process);
  expect(process.told).toEqual(["begins fake", "ends fake", "begins fake"]);
});

test("a renewal counts from before it was sent, however late its answer", async () => {
  const process = await openProcess(temporaryStore());
  await passFor(2750, process);
  const answer = process.view.hold();
  // Sent at 3 s, answered at 9 s.
  await passFor(6250, process);
  answer();
  await settle(process.view);
  process.view.cut(true);
  await passFor(3750, process);
  expect(process.holds()).toBe(true);
  await passFor(250, process);
  expect(process.holds()).toBe(false);
});

test("whoever was refused has lost it at once", async () => {
  const shared = temporaryStore();
  const first = await openProcess(shared);
  const second = await openProcess(shared);
  await passFor(13_000, second);
  first.duties.refused("fake");
  await settle(first.view, second.view);
  expect([first.holds(), second.holds()]).toEqual([false, true]);
  expect(first.told).toEqual(["begins fake", "ends fake"]);
  await expect(shared.write(behind(first.duties.fence("fake")))).rejects.toMatchObject({ code: "conflict" });
});

test("one that closes while the store is away closes all the same, and its duty runs out", async () => {
  const shared = temporaryStore();
  const first = await openProcess(shared);
  const second = await openProcess(shared);
  first.view.cut(true);
  await first.duties.close();
  await passFor(9000, second);
  expect(second.holds()).toBe(false);
  await passFor(4000, second);
  expect(second.holds()).toBe(true);
});
