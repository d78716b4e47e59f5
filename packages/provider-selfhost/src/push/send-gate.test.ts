import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { SendGate } from "./send-gate.ts";

const FLOOR = 256 * 1024;
const none = { acknowledgedBytes: 0, hasMore: true };

describe("SendGate", () => {
  it("never holds a destination whose queue is empty or no longer than the network, at any rate", () => {
    const rate = fc.integer({ min: 10_000, max: 7_500_000 });
    const lookMs = fc.array(fc.integer({ min: 60, max: 1000 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(rate, fc.integer({ min: 0, max: 1000 }), lookMs, (bytesPerSecond, roundTripMs, steps) => {
        const gate = new SendGate(0, 0);
        let at = 0;
        for (const step of steps) {
          at += step;
          const bytesHanded = (at * bytesPerSecond) / 1000;
          const sendQueue = Math.min(bytesHanded, (roundTripMs * bytesPerSecond) / 1000);
          gate.observe({ at, bytesHanded, sendQueue }, none);
          expect(gate.allows(bytesHanded + 100_000_000)).toBe(true);
        }
      }),
    );
  });

  it("fills the kernel up to the bound once a sample shows more, until nothing waits", () => {
    const gate = new SendGate(0, 0);
    for (let s = 1; s <= 5; s += 1) gate.observe({ at: s * 1000, bytesHanded: s * 100_000, sendQueue: 0 }, none);
    expect([gate.isHolding, gate.allows(50_000_000)]).toEqual([false, true]);
    gate.observe({ at: 6000, bytesHanded: 600_000, sendQueue: FLOOR + 1 }, none);
    expect([gate.isHolding, gate.allows(600_000)]).toEqual([true, false]);
    gate.observe({ at: 6200, bytesHanded: 600_000, sendQueue: FLOOR - 50_000 }, none);
    expect([gate.isHolding, gate.allows(649_999), gate.allows(650_000)]).toEqual([true, true, false]);
    gate.observe({ at: 6400, bytesHanded: 650_000, sendQueue: 1000 }, { ...none, hasMore: false });
    expect([gate.isHolding, gate.allows(50_000_000)]).toEqual([false, true]);
  });

  it("lets 1.5 s of the rate wait", () => {
    const gate = new SendGate(0, 0);
    const at = (s: number, sendQueue: number): boolean => {
      gate.observe({ at: s * 1000, bytesHanded: s * 1_000_000, sendQueue }, none);
      return gate.isHolding;
    };
    expect([at(1, 0), at(2, 1_500_000), at(3, 1_500_001)]).toEqual([false, false, true]);
  });

  it("holds nothing where nobody tells, and forgets what it held by", () => {
    const gate = new SendGate(0, 0);
    gate.observe({ at: 3000, bytesHanded: 1000, sendQueue: 900_000 }, none);
    expect(gate.isHolding).toBe(true);
    gate.observe({ at: 4000, bytesHanded: 1000 }, none);
    expect([gate.isHolding, gate.allows(90_000_000)]).toEqual([false, true]);
  });

  it.each([
    ["goes by acknowledgements where they are frequent", 100_000, true],
    ["but not where they are rare", 2_500_000, false],
  ])("%s", (_what, window, holds) => {
    const gate = new SendGate(0, 0);
    const handed = 4 * window;
    for (let s = 1; s <= 4; s += 1) {
      gate.observe({ at: s * 1000, bytesHanded: s * window }, { acknowledgedBytes: s * window, hasMore: true });
      expect(gate.isHolding).toBe(false);
    }
    const more = FLOOR + 2 * window;
    gate.observe({ at: 20_000, bytesHanded: handed + more }, { acknowledgedBytes: handed, hasMore: true });
    expect(gate.isHolding).toBe(holds);
  });
});
