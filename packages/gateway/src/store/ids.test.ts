import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createIdFactory, idPrefixes, newId } from "./ids.ts";

describe("ids", () => {
  it("say what they name", () => {
    for (const kind of ["stream", "target", "event", "apiKey"] as const) {
      expect(newId(kind)).toMatch(/^(?:str|tgt|evt|key)_[0-9A-Za-z]{22}$/u);
      expect(newId(kind).startsWith(idPrefixes[kind])).toBe(true);
    }
  });

  it("sort by creation whatever the clock does", () => {
    const clocks = fc.array(fc.integer({ min: 0, max: 4e12 }), { minLength: 2, maxLength: 50 });
    fc.assert(
      fc.property(clocks, (times) => {
        const next = createIdFactory(() => times.shift() ?? 0);
        const ids = times.map(() => next("stream"));
        expect(ids.toSorted()).toEqual(ids);
      }),
    );
  });

  it("sort by creation beyond the count of one millisecond", () => {
    const next = createIdFactory(() => 1_700_000_000_000);
    const ids = Array.from({ length: 10_000 }, () => next("event"));
    expect(ids.toSorted()).toEqual(ids);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
