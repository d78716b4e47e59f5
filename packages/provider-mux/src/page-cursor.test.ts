import { expect, test } from "vitest";
import { pageOf, toPage } from "./page-cursor.ts";

const items = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

test("a full page leads to the next one, a short or empty one ends the list", () => {
  const first = toPage(items(25), { page: 1, limit: 25 });
  expect(first.nextCursor).toBeDefined();
  expect(pageOf({ limit: 25, ...(first.nextCursor === undefined ? {} : { cursor: first.nextCursor }) })).toBe(2);
  expect(toPage(items(24), { page: 2, limit: 25 })).not.toHaveProperty("nextCursor");
  expect(toPage([], { page: 3, limit: 25 })).not.toHaveProperty("nextCursor");
});

test("another limit works where it leads to the same place, and is refused elsewhere", () => {
  const cursor = toPage(items(50), { page: 2, limit: 50 }).nextCursor ?? "";
  expect(pageOf({ cursor, limit: 25 })).toBe(5);
  expect(() => pageOf({ cursor, limit: 30 })).toThrow(expect.objectContaining({ code: "invalid_argument" }));
});

test("a cursor of another list is refused", () => {
  for (const cursor of ["", "2", "%%%", btoa("offset:-1"), btoa("offset:1e9")]) {
    expect(() => pageOf({ cursor, limit: 25 })).toThrow(expect.objectContaining({ code: "invalid_argument" }));
  }
});
