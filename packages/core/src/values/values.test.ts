import { describe, expect, expectTypeOf, test } from "vitest";
import { defined } from "./defined.ts";
import { RecentMap } from "./recent-map.ts";
import { timestampOf } from "./timestamp-of.ts";

describe("defined", () => {
  test("leaves out what is undefined, and nothing else", () => {
    const name: string | undefined = JSON.parse('"Show"');
    const fields = defined({ id: "a", name, gone: undefined, none: null, zero: 0, empty: "", no: false });
    expect(fields).toStrictEqual({ id: "a", name: "Show", none: null, zero: 0, empty: "", no: false });
    expect("gone" in fields).toBe(false);
    expectTypeOf(defined({ id: "a", name: fields.name })).toExtend<{ id: string; name?: string }>();
  });
});

describe("RecentMap", () => {
  test("what was set longest ago gives way; setting again counts, reading does not", () => {
    const map = new RecentMap<string, number>(2);
    map.set("a", 1).set("b", 2).set("a", 3);
    map.get("b");
    map.set("c", 4);
    expect([...map]).toEqual([
      ["a", 3],
      ["c", 4],
    ]);
  });

  test("one without room keeps nothing", () => {
    expect(new RecentMap<string, number>(0).set("a", 1).size).toBe(0);
  });
});

test("a time that is none is not known", () => {
  expect(timestampOf(Date.UTC(2026, 2, 1))).toBe("2026-03-01T00:00:00.000Z");
  for (const odd of [undefined, null, Number.NaN, 1e300]) expect(timestampOf(odd)).toBeUndefined();
});
