import { expect, test } from "vitest";
import { nextCursorOf } from "./pages.ts";

const link = (value?: string) => nextCursorOf(new Headers(value === undefined ? {} : { link: value }));

test.each([
  ['<http://livepeer.studio/api/stream?limit=1&cursor=skip1>; rel="next"', "skip1"],
  ['<https://x/y?cursor=a%20b>; rel="prev", <https://x/y?cursor=skip40&limit=20>; rel="next"', "skip40"],
  ['<http://x/api/webhook?limit=20&cursor=undefined>; rel="next"', undefined],
  ['<http://x/api/stream?limit=20>; rel="next"', undefined],
  ['<http://x/api/stream?cursor=skip20>; rel="prev"', undefined],
  ["nonsense", undefined],
  [undefined, undefined],
])("of the Link header %j only the cursor is used: %j", (header, cursor) => {
  expect(link(header)).toBe(cursor);
});
