import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { type DutyChange, openFence } from "./duties.ts";
import { createTenures } from "./tenures.ts";

/** Duties that come and go as a test says. */
function open() {
  const clock = createManualClock();
  const log: string[] = [];
  const held = new Set<string>();
  const listeners: ((change: DutyChange) => void)[] = [];
  let loading: Promise<void> = Promise.resolve();
  const duties = {
    holds: (instance: string) => held.has(instance),
    fence: () => openFence,
    onChange: (listener: (change: DutyChange) => void) => void listeners.push(listener),
  };
  const tenures = createTenures({
    duties,
    load: () => loading,
    begin: async (instance) => void log.push(`begin ${instance}`),
    end: (instance) => void log.push(`end ${instance}`),
    clock,
    log: () => undefined,
  });
  return {
    tenures,
    clock,
    log,
    loading: (next: Promise<void>) => void (loading = next),
    duty: (isHeld: boolean): void => {
      if (isHeld) held.add("fake");
      else held.delete("fake");
      for (const tell of listeners) tell({ instance: "fake", held: isHeld });
    },
  };
}

test("nothing is done for an instance before all that is stored of it is known", async () => {
  const { tenures, log, duty, loading } = open();
  const { promise, resolve } = Promise.withResolvers<void>();
  loading(promise);
  duty(true);
  expect([tenures.observes("fake"), log]).toEqual([false, []]);
  resolve();
  await tenures.settled();
  expect([tenures.observes("fake"), log]).toEqual([true, ["begin fake"]]);
  duty(false);
  expect([tenures.observes("fake"), log]).toEqual([false, ["begin fake", "end fake"]]);
});

test("a duty that goes while it begins is not begun, and one that comes again begins anew", async () => {
  const { tenures, log, duty, loading } = open();
  const { promise, resolve } = Promise.withResolvers<void>();
  loading(promise);
  duty(true);
  duty(false);
  loading(Promise.resolve());
  duty(true);
  await Promise.resolve();
  resolve();
  await tenures.settled();
  expect(log).toEqual(["begin fake"]);
});

test("what cannot be loaded is loaded again as long as the duty is held", async () => {
  const { tenures, clock, log, duty, loading } = open();
  loading(Promise.reject(new Error("away")));
  duty(true);
  await tenures.settled();
  expect(tenures.observes("fake")).toBe(false);
  loading(Promise.resolve());
  clock.advance(1000);
  await tenures.settled();
  expect([tenures.observes("fake"), log]).toEqual([true, ["begin fake"]]);
});
