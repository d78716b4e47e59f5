import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomBase62, toBase62 } from "./base62.ts";

const number = fc.integer({ min: 0, max: 62 ** 8 - 1 });

describe("toBase62", () => {
  it("keeps the order of numbers as text", () => {
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(toBase62(a, 8) < toBase62(b, 8)).toBe(a < b);
        expect(toBase62(a, 8)).toMatch(/^[0-9A-Za-z]{8}$/u);
      }),
    );
  });

  it("refuses a number that does not fit", () => {
    expect(toBase62(61, 1)).toBe("z");
    expect(() => toBase62(62, 1)).toThrow(RangeError);
  });
});

describe("randomBase62", () => {
  it("has the length that was asked for and uses every digit", () => {
    const text = randomBase62(20_000);
    expect(text).toMatch(/^[0-9A-Za-z]{20000}$/u);
    expect(new Set(text).size).toBe(62);
  });

  it("never gives the same twice", () => {
    expect(new Set(Array.from({ length: 1000 }, () => randomBase62(22))).size).toBe(1000);
  });
});
