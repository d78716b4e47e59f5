import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTags, writeTags } from "./user-tags.ts";

const fields = { reference: "show-1", metadata: { a: "b" }, mark: "m" };

describe("a stream's tags", () => {
  test("hold what is ours in one tag, as text, for values of tags cannot be objects", () => {
    const tags = writeTags(undefined, fields);
    expect(tags).toEqual({ polycast: JSON.stringify(fields) });
    expect(readTags(tags)).toEqual(fields);
  });

  test("give back whatever was put in", () => {
    const text = fc.string({ maxLength: 40 });
    // The schema of inputs lets no `__proto__` through.
    const name = fc.string({ minLength: 1, maxLength: 20 }).filter((key) => key !== "__proto__");
    const metadata = fc.dictionary(name, text, { maxKeys: 5 });
    fc.assert(
      fc.property(text, metadata, (reference, pairs) => {
        const back = readTags(
          JSON.parse(JSON.stringify(writeTags({ polycast: "old" }, { reference, metadata: pairs }))),
        );
        expect(back.reference).toBe(reference);
        expect(Object.entries(back.metadata ?? {})).toEqual(Object.entries(pairs));
      }),
    );
  });

  test("of others stay", () => {
    expect(writeTags({ region: "eu", list: ["a", 1], polycast: "old" }, { reference: "r" })).toEqual({
      region: "eu",
      list: ["a", 1],
      polycast: '{"reference":"r"}',
    });
  });

  test.each([undefined, null, {}, { polycast: 5 }, { polycast: "not json" }, { polycast: '"text"' }])(
    "that are not ours say nothing: %j",
    (tags) => {
      expect(readTags(tags)).toEqual({});
    },
  );

  test("that somebody has changed are kept as far as they are understood", () => {
    expect(readTags({ polycast: '{"reference":5,"metadata":{"a":"b"}}' })).toMatchObject({ metadata: { a: "b" } });
  });

  test("longer than Livepeer takes are refused, counted together with those of others", () => {
    const metadata = { a: "x".repeat(500), b: "x".repeat(500), c: "x".repeat(500) };
    expect(() => writeTags(undefined, { metadata })).not.toThrow();
    expect(() => writeTags({ other: "y".repeat(500) }, { metadata })).toThrow(
      expect.objectContaining({ code: "invalid_argument", issues: [expect.objectContaining({ path: "metadata" })] }),
    );
  });
});
