import { expect, test } from "vitest";
import { alignRows, plainCell } from "./table.ts";

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

test("text from elsewhere cannot steer the terminal", () => {
  expect(plainCell("Show\u001b[2J\u0007 of\r\nthe \u009bday")).not.toMatch(/\p{Cc}/u);
  expect(plainCell("Show 🎥 – ü")).toBe("Show 🎥 – ü");
});
