/** Writes the generated pages of `docs/`; with `--check`, says whether they are up to date, and exits with 1 if not. @module */
import { readFile, writeFile } from "node:fs/promises";
import { eventsPage } from "./docs/events-page.ts";
import { modelPage } from "./docs/model-page.ts";
import { providersPage } from "./docs/providers-page.ts";
import { providers } from "./providers.ts";

const check = process.argv.includes("--check");
await produce("model.md", modelPage());
await produce("providers.md", providersPage(providers));
await produce("events.md", eventsPage(providers));

async function produce(name: string, wanted: string): Promise<void> {
  const path = new URL(`../../docs/${name}`, import.meta.url);
  const present = await readFile(path, "utf8").catch(() => "");
  if (present === wanted) console.log(`docs/${name} is up to date.`);
  else if (check) {
    console.error(`docs/${name} is out of date: run \`pnpm gen\`.\n${firstDifference(present, wanted)}`);
    process.exitCode = 1;
  } else {
    await writeFile(path, wanted);
    console.log(`docs/${name} is written.`);
  }
}

/** The first line that differs, as a small diff. */
function firstDifference(before: string, after: string): string {
  const [old, next] = [before.split("\n"), after.split("\n")];
  const line = next.findIndex((text, index) => text !== old[index]);
  const at = line === -1 ? next.length : line;
  return [`@@ line ${at + 1} @@`, `- ${old[at] ?? "(no such line)"}`, `+ ${next[at] ?? "(no such line)"}`].join("\n");
}
