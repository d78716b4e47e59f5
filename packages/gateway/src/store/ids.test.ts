import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createKeyedHash } from "../secrets/keyed-hash.ts";
import { createIdFactory, deriveIds, idPrefixes, newId } from "./ids.ts";

describe("ids", () => {
  it("say what they name", () => {
    for (const kind of ["stream", "target", "event", "apiKey"] as const) {
      expect(newId(kind)).toMatch(/^(?:str|tgt|evt|key)_[0-9A-Za-z]{22}$/u);
      expect(newId(kind).startsWith(idPrefixes[kind])).toBe(true);
    }
  });

  it("are the same when they are derived again, and others for another request, time, kind or index", () => {
    const hash = createKeyedHash(Buffer.alloc(32));
    const derived = (request: string, time: number) => {
      const ids = deriveIds(hash, request, time);
      return [ids("stream"), ids("target"), ids("target", 1)];
    };
    expect(derived("a", 1e12)).toEqual(derived("a", 1e12));
    const all = [...derived("a", 1e12), ...derived("b", 1e12), ...derived("a", 2e12)];
    expect(new Set(all.map((id) => id.slice(14))).size).toBe(9);
    for (const id of all) expect(id).toMatch(/^(?:str|tgt)_[0-9A-Za-z]{22}$/u);
    const ids = deriveIds(hash, "a", 1e12);
    const listed = Array.from({ length: 100 }, (_, index) => ids("target", index));
    expect(listed.toSorted()).toEqual(listed);
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
