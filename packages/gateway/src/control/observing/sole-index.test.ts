import fc from "fast-check";
import { expect, test } from "vitest";
import { createSoleIndex } from "./sole-index.ts";

test("whatever comes and goes, a word finds the one thing that it names alone", () => {
  const step = fc.record({
    word: fc.constantFrom("a", "b"),
    id: fc.constantFrom("1", "2", "3"),
    thing: fc.option(fc.nat(5), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const index = createSoleIndex<number>();
      const plain = new Map<string, number>();
      for (const { word, id, thing } of steps) {
        if (thing === undefined) index.remove(word, id);
        else index.add(word, id, thing);
        if (thing === undefined) plain.delete(word + id);
        else plain.set(word + id, thing);
        for (const one of ["a", "b"]) {
          const named = [...plain].filter(([key]) => key.startsWith(one));
          expect(index.find(one)).toBe(named.length === 1 ? named[0]?.[1] : undefined);
        }
      }
    }),
  );
});
