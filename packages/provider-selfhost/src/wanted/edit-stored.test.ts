import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { aNewStream, aNewTarget, aStoredStream } from "../testing/records.ts";
import { newStored, patchStored, patchStoredTarget, withoutTarget } from "./edit-stored.ts";

test("what is asked for gets ids of its own", () => {
  const [first, second] = [1, 2].map(() => newStored(aNewStream({ targets: [aNewTarget(), aNewTarget()] }), []));
  const things = [first, ...(first?.targets ?? []), second, ...(second?.targets ?? [])];
  expect(new Set(things.map((thing) => thing?.id)).size).toBe(6);
  expect(first).toMatchObject({
    name: "Show",
    createdAt: expect.stringMatching(/Z$/u),
    targets: [{ revision: 1 }, {}],
  });
});

describe("a patch", () => {
  test("changes what it names and nothing else, whatever comes after it", () => {
    const patch = fc.record(
      {
        name: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        enabled: fc.option(fc.boolean(), { nil: undefined }),
        reference: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
        metadata: fc.option(fc.dictionary(fc.string(), fc.string()), { nil: undefined }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(fc.array(patch), (patches) => {
        const before = aStoredStream({ reference: "r" });
        const [target] = before.targets;
        let stored = before;
        const asked: Record<string, unknown> = {};
        for (const one of patches) {
          stored = patchStoredTarget(patchStored(stored, one), "t1", one);
          for (const [name, value] of Object.entries(one)) if (value !== undefined) asked[name] = value;
        }
        const revision = patches.length > 0 ? { revision: 1 } : {};
        expect(stored).toEqual({ ...before, ...asked, targets: [{ ...target, ...asked, ...revision }] });
      }),
    );
  });

  test("of the destination is a new revision, even if it leads to the same place", () => {
    const { destination } = aNewTarget();
    const edited = patchStoredTarget(aStoredStream(), "t1", { destination });
    expect(patchStoredTarget(edited, "t1", { name: "B" }).targets[0]).toMatchObject({ revision: 2, name: "B" });
  });

  test("of what is not there is not found", () => {
    expect(() => patchStoredTarget(aStoredStream(), "x".repeat(10_000), {})).toThrow(/^There is no target "x{64}"\.$/u);
    expect(withoutTarget(aStoredStream(), "nobody")).toEqual(aStoredStream());
    expect(withoutTarget(aStoredStream(), "t1").targets).toEqual([]);
  });
});
