import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Listed, pageOf } from "./page-of.ts";

type Named = Listed & { id: string };

function records(createdAt: readonly number[]): Named[] {
  return createdAt.map((ms, number) => ({
    id: `s${number}`,
    number,
    stream: { createdAt: new Date(ms).toISOString() },
  }));
}

/** Reads all pages; between two of them, `meddle` may change the list. */
function readAll(all: () => Named[], limit: number, meddle: () => void = () => undefined): string[] {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = pageOf(all(), cursor === undefined ? { limit } : { limit, cursor });
    ids.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
    meddle();
  } while (cursor !== undefined);
  return ids;
}

describe("pages", () => {
  test("are newest first, and those of the same millisecond in the order in which they were made", () => {
    expect(readAll(() => records([5, 7, 7, 6]), 2)).toEqual(["s2", "s1", "s3", "s0"]);
  });

  test("hold everything once, whatever their size", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20)), fc.integer({ min: 1, max: 10 }), (createdAt, limit) => {
        const all = records(createdAt);
        const ids = readAll(() => all, limit);
        expect(ids.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
      }),
    );
  });

  test("are not upset when the last item of a page is deleted, or another is made", () => {
    let all = records([1, 2, 3, 4, 5]);
    const meddle = (): void => {
      all = [...all.filter(({ id }) => id !== "s3"), ...records([1, 2, 3, 4, 5, 6]).slice(5)];
    };
    expect(readAll(() => all, 2, meddle)).toEqual(["s4", "s3", "s2", "s1", "s0"]);
  });

  test("end with the last item", () => {
    expect(pageOf(records([1, 2]), { limit: 2 })).not.toHaveProperty("nextCursor");
    expect(pageOf([], { limit: 2 })).toEqual({ data: [] });
  });

  test.each(["", "s0", "1", "1-", "a-b", "1-2-3", "99999999999999999-1"])("refuse the cursor %j", (cursor) => {
    expect(() => pageOf(records([1]), { limit: 2, cursor })).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});
