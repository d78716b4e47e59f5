import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Backoff } from "./backoff.ts";

describe("Backoff", () => {
  it("doubles from 0.5 s to 30 s and begins again after a reset", () => {
    const backoff = new Backoff(() => 1);
    const waits = Array.from({ length: 9 }, () => backoff.next());
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    backoff.reset();
    expect(backoff.next()).toBe(500);
  });

  it("spreads the waits but stays between 0.5 s and 30 s", () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 30 }), (draws) => {
        let at = 0;
        const backoff = new Backoff(() => draws[at++ % draws.length] ?? 0);
        for (let attempt = 0; attempt < 30; attempt += 1) {
          const wait = backoff.next();
          expect(wait).toBeGreaterThanOrEqual(500);
          expect(wait).toBeLessThanOrEqual(30_000);
        }
      }),
    );
  });
});
