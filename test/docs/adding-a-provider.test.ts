import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { codeBlocks } from "./code-blocks.ts";

const markdown = readFileSync(new URL("../../docs/adding-a-provider.md", import.meta.url), "utf8");
const example = new URL("../../examples/acme-provider/", import.meta.url);

/** The lines of a program, without indentation and comments. */
function linesOf(program: string): string[] {
  const lines = program.split("\n").map((line) => line.replace(/(^|\s)\/\/ .*$/u, "").trim());
  return lines.filter((line) => line !== "" && !/^\/?\*/u.test(line));
}

test("the code of the guide stands in the example", () => {
  const files = readdirSync(example).filter((name) => name.endsWith(".ts"));
  const known = new Set(files.flatMap((name) => linesOf(readFileSync(new URL(name, example), "utf8"))));
  // Blocks are indented where they belong to an item of a list.
  const blocks = codeBlocks(markdown.replaceAll(/^ {3}/gmu, ""), "## The order of work", "ts");
  expect(blocks.length).toBeGreaterThan(2);
  expect(blocks.flatMap(linesOf).filter((line) => !known.has(line))).toEqual([]);
});
