import stringWidth from "string-width";
import { describe, expect, test } from "vitest";
import { plainCell, shortCell } from "./plain-cell.ts";

describe("text from elsewhere", () => {
  test("cannot steer the terminal", () => {
    expect(plainCell("Show\u001b[2J\u0007 of\r\nthe \u009bday")).not.toMatch(/\p{Cc}/u);
    expect(plainCell("\u001b]0;title\u0007Show\u2028two")).toBe("Show two");
  });

  test.each([
    ["turned round", "a\u202Egnp.exe", "a�gnp.exe"],
    ["isolated", "\u2066a\u2069b", "�a�b"],
    ["with a mark of direction", "a\u200Eb\u061Cc", "a�b�c"],
    ["with what has no width", "Twi\u200Bt\uFEFFch\u2060", "Twi�t�ch�"],
    ["with a soft hyphen", "Twi\u00ADtch", "Twi�tch"],
    ["with a joiner that joins nothing", "Twi\u200Dtch", "Twi�tch"],
    ["with fillers", "a\u3164\u115Fb", "a�b"],
    ["with half of a pair", "a\ud800b", "a�b"],
  ])("is seen when it is %s", (_, text, shown) => {
    expect(plainCell(text)).toBe(shown);
  });

  test.each(["Show 🎥 – ü", "節目 日曜日", "👩‍💻 and ❤️‍🔥 and 1️⃣", "🇩🇪 👍🏽", "البث المباشر", "हिन्दी", "e\u0301"])(
    "stays as it is: %s",
    (text) => expect(plainCell(text)).toBe(text),
  );
});

describe("a name", () => {
  test.each([
    ["x".repeat(255), `${"x".repeat(39)}…`],
    ["x".repeat(40), "x".repeat(40)],
    ["節".repeat(100), `${"節".repeat(19)}…`],
    ["👩‍💻".repeat(100), `${"👩‍💻".repeat(19)}…`],
    ["e\u0301".repeat(100), `${"e\u0301".repeat(39)}…`],
  ])("takes no more than 40 columns", (text, shown) => {
    expect(shortCell(text)).toBe(shown);
    expect(stringWidth(shown)).toBeLessThanOrEqual(40);
  });

  test("of another width", () => expect(shortCell("abcdef", 4)).toBe("abc…"));
});
