import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeCursor, encodeCursor, toPage } from "./page-cursor.ts";

describe("a page cursor", () => {
  it("comes back as it went", () => {
    const position = fc.record({
      createdAt: fc.integer({ min: 0, max: 4e12 }),
      id: fc.stringMatching(/^[a-z]{3}_[0-9A-Za-z]{22}$/u),
    });
    fc.assert(
      fc.property(position, (at) => {
        expect(decodeCursor(encodeCursor(at))).toEqual(at);
        expect(encodeCursor(at)).toMatch(/^[\w-]+$/u);
      }),
    );
  });

  it("is refused when it is not one of ours, whatever it is", () => {
    const own = /^\d{1,15}\.[\w-]{1,64}$/u;
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.base64String()), (text) => {
        fc.pre(!own.test(Buffer.from(text, "base64url").toString()));
        expect(() => decodeCursor(text)).toThrow(
          expect.objectContaining({ code: "invalid_argument", issues: [expect.objectContaining({ path: "cursor" })] }),
        );
      }),
    );
  });

  it("stands only where more follows", () => {
    const rows = [3, 2, 1].map((createdAt) => ({ createdAt, id: `str_${createdAt}` }));
    expect(toPage(rows, 3)).toEqual({ data: rows });
    expect(toPage(rows, 2)).toEqual({
      data: rows.slice(0, 2),
      nextCursor: encodeCursor({ createdAt: 2, id: "str_2" }),
    });
    expect(toPage([], 2)).toEqual({ data: [] });
  });
});
