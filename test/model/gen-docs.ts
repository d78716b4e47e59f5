/** Writes `docs/model.md`; with `--check`, says whether it is up to date and exits with 1 when it is not. @module */
import { readFile, writeFile } from "node:fs/promises";
import { modelPage } from "./docs/model-page.ts";
import { providers } from "./providers.ts";

const page = new URL("../../docs/model.md", import.meta.url);
const wanted = modelPage(providers);
const present = await readFile(page, "utf8").catch(() => "");

if (present === wanted) console.log("docs/model.md is up to date.");
else if (process.argv.includes("--check")) {
  console.error(`docs/model.md is out of date: run \`pnpm gen\`.\n${firstDifference(present, wanted)}`);
  process.exitCode = 1;
} else {
  await writeFile(page, wanted);
  console.log("docs/model.md is written.");
}

/** The first line that differs, as a small diff. */
function firstDifference(before: string, after: string): string {
  const [old, next] = [before.split("\n"), after.split("\n")];
  const line = next.findIndex((text, index) => text !== old[index]);
  const at = line === -1 ? next.length : line;
  return [`@@ line ${at + 1} @@`, `- ${old[at] ?? "(no such line)"}`, `+ ${next[at] ?? "(no such line)"}`].join("\n");
}
