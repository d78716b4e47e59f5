import { describe, expect, it } from "vitest";
import { createManualClock } from "../testing/manual-clock.ts";
import { FlushTimer } from "./flush-timer.ts";

describe("FlushTimer", () => {
  it("runs one timer for all, and none while nothing waits", () => {
    const clock = createManualClock();
    let timers = 0;
    const counting = { ...clock, after: (ms: number, run: () => void) => ((timers += 1), clock.after(ms, run)) };
    const timer = new FlushTimer({ clock: counting, intervalMs: 50 });
    const flushed: string[] = [];
    const hubs = ["a", "b"].map((name) => ({ flush: () => void flushed.push(name) }));
    clock.advance(1000);
    expect(timers).toBe(0);
    for (const hub of hubs) timer.request(hub);
    expect(timers).toBe(1);
    clock.advance(49);
    expect(flushed).toEqual([]);
    clock.advance(1);
    expect(flushed).toEqual(["a", "b"]);
    clock.advance(1000);
    expect([timers, flushed.length]).toEqual([1, 2]);
  });

  it("forgets who has flushed by itself", () => {
    const clock = createManualClock();
    const timer = new FlushTimer({ clock, intervalMs: 50 });
    let flushed = 0;
    const hub = { flush: () => void (flushed += 1) };
    timer.request(hub);
    timer.forget(hub);
    clock.advance(100);
    expect(flushed).toBe(0);
    timer.request(hub);
    clock.advance(50);
    expect(flushed).toBe(1);
  });

  it("goes on with the others when one fails", () => {
    const clock = createManualClock();
    const logged: string[] = [];
    const timer = new FlushTimer({ clock, intervalMs: 50, log: (_level, message) => void logged.push(message) });
    let flushed = 0;
    timer.request({
      flush: () => {
        throw new Error("broken");
      },
    });
    timer.request({ flush: () => void (flushed += 1) });
    clock.advance(50);
    expect([flushed, logged.length]).toEqual([1, 1]);
  });
});
