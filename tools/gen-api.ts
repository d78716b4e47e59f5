/**
 * Writes what follows from the gateway's API contract: `docs/openapi.json`, and the types of it that the adapter of a
 * gateway is held to. With `--check` it says whether both are up to date, and exits with 1 if not.
 *
 * @module
 */
import { readFile, writeFile } from "node:fs/promises";
import { readContract } from "./read-contract.ts";
import { typesOf } from "./types-of.ts";

const check = process.argv.includes("--check");
const contract = await readContract();
await produce("docs/openapi.json", `${JSON.stringify(contract, undefined, 2)}\n`);
await produce("packages/provider-gateway/src/api/schema.ts", await typesOf(contract));

async function produce(name: string, wanted: string): Promise<void> {
  const path = new URL(`../${name}`, import.meta.url);
  const present = await readFile(path, "utf8").catch(() => "");
  if (present === wanted) console.log(`${name} is up to date.`);
  else if (check) {
    console.error(`${name} is out of date: run \`pnpm gen\`.`);
    process.exitCode = 1;
  } else {
    await writeFile(path, wanted);
    console.log(`${name} is written.`);
  }
}
