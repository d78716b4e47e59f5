import { expect, test } from "vitest";
import { manualClock, realClock } from "./clock.ts";
import { createRateLimiter } from "./rate-limiter.ts";
import { createTimers } from "./timers.ts";

test("a manual clock runs what falls due in order of time, then of arrival", async () => {
  const clock = manualClock(1000);
  const seen: string[] = [];
  clock.after(20, () => seen.push(`late at ${clock.now()}`));
  clock.after(10, () => {
    seen.push(`first at ${clock.now()}`);
    clock.after(5, () => seen.push(`nested at ${clock.now()}`));
  });
  clock.after(10, () => seen.push(`second at ${clock.now()}`));
  clock.after(15, () => seen.push("cancelled"))();
  await clock.advance(19);
  expect(seen).toEqual(["first at 1010", "second at 1010", "nested at 1015"]);
  await clock.advance(1);
  expect(seen.at(-1)).toBe("late at 1020");
  expect(clock.now()).toBe(1020);
});

test("a manual clock waits for the work that a timer starts", async () => {
  const clock = manualClock();
  let isDone = false;
  clock.after(1, async () => {
    await crypto.subtle.digest("SHA-256", new Uint8Array(1_000_000));
    isDone = true;
  });
  await clock.advance(1);
  expect(isDone).toBe(true);
});

test("a real clock runs what is due, and not what was cancelled", async () => {
  const clock = realClock();
  await new Promise<void>((done, fail) => {
    clock.after(0, () => fail(new Error("was cancelled")))();
    clock.after(1, done);
  });
  expect(Math.abs(clock.now() - Date.now())).toBeLessThan(1000);
});

test("timers that have nothing to wait for run at once, and all stop together", async () => {
  const clock = manualClock();
  const timers = createTimers(clock);
  const seen: string[] = [];
  timers.after(0, () => seen.push("now"));
  expect(seen).toEqual(["now"]);
  timers.after(1, () => seen.push("later"));
  timers.clear();
  await clock.advance(10);
  expect(seen).toEqual(["now"]);
});

test("a rate limiter lets a burst pass, then one at a time", async () => {
  const clock = manualClock();
  const limiter = createRateLimiter({ clock, perSecond: 2, burst: 3 });
  expect([limiter.take(), limiter.take(), limiter.take(), limiter.take()]).toEqual([true, true, true, false]);
  expect(limiter.waitMs()).toBe(500);
  await clock.advance(500);
  expect([limiter.take(), limiter.take()]).toEqual([true, false]);
  await clock.advance(60_000);
  expect(limiter.remaining()).toBe(3);
});
