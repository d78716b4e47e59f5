import { expect, test } from "vitest";
import { alignRows } from "./table.ts";

test("cells stand under each other, whatever their colour, and nothing trails", () => {
  const rows = [
    ["id", "state"],
    ["a", "\u001b[32mlive\u001b[39m", "x"],
    ["long-id", ""],
  ];
  expect(alignRows(rows)).toBe("id        state\na         \u001b[32mlive\u001b[39m    x\nlong-id");
  expect(alignRows([["a", "b"]], 2)).toBe("  a   b");
  expect(alignRows([])).toBe("");
});

test("wide characters take the room that a terminal gives them", () => {
  const rows = [
    ["節目", "a"],
    ["Show", "b"],
    ["👩‍💻", "c"],
    ["e\u0301", "d"],
  ];
  expect(alignRows(rows)).toBe("節目   a\nShow   b\n👩‍💻     c\ne\u0301      d");
});
