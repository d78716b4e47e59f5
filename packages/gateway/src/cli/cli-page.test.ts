import { readFileSync } from "node:fs";
import { type ArgsDef, parseArgs } from "citty";
import { expect, test } from "vitest";
import { checkArgs } from "./check-args.ts";
import type { CliCommand } from "./command.ts";
import { commands } from "./commands.ts";

const root = new URL("../../../../", import.meta.url);

/** The commands that a page shows, as words after `polycast`. */
function examplesIn(page: string): string[][] {
  const text = readFileSync(new URL(page, root), "utf8");
  return Array.from(text.matchAll(/^```sh\n(.*?)^```$/gmsu), ([, block = ""]) => block)
    .flatMap((block) => block.split("\n"))
    .flatMap((line) => /^(?:.*(?:\| |\.mjs |=\S+ ))?polycast (?<words>.*)$/u.exec(line)?.groups?.["words"] ?? [])
    .map((line) => line.replace(/\s#.*$/u, ""))
    .map((line) => Array.from(line.matchAll(/"([^"]*)"|\S+/gu), ([word, quoted]) => quoted ?? word));
}

const pages = ["README.md", "docs/cli.md", "docs/gateway.md", "docs/scaling.md", "docs/webhooks.md"];
const examples = pages.flatMap((page) => examplesIn(page).map((words) => ({ page, words, line: words.join(" ") })));

/** Every command, by its whole name. */
async function allCommands(): Promise<Map<string, CliCommand>> {
  const found = new Map<string, CliCommand>();
  for (const [name, load] of Object.entries(commands)) {
    const command = await load();
    if ("run" in command) found.set(name, command);
    else for (const [within, one] of Object.entries(command.commands)) found.set(`${name} ${within}`, one);
  }
  return found;
}

/** The command that an example is of, and the words that it is given. */
function split(words: readonly string[], known: ReadonlyMap<string, CliCommand>) {
  const [first = "", second = "", ...rest] = words;
  const [name, given] = known.has(first) ? [first, words.slice(1)] : [`${first} ${second}`, rest];
  return { name, command: known.get(name), given };
}

function faultOf(given: string[], args: ArgsDef): string | undefined {
  return checkArgs({ rawArgs: given, args: parseArgs(given, args) }, args);
}

test("docs/cli.md has an example of every command", async () => {
  const known = await allCommands();
  const shown = new Set(examplesIn("docs/cli.md").map((words) => split(words, known).name));
  expect([...shown].toSorted()).toEqual([...known.keys()].toSorted());
});

test.each(examples)("polycast $line ($page) is understood", async ({ words }) => {
  const { command, given } = split(words, await allCommands());
  expect(command).toBeDefined();
  expect(command && faultOf([...given], command.args)).toBeUndefined();
});
