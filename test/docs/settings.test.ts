import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import * as z from "zod";

const root = new URL("../../", import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), "utf8");

const schema = z.object({ properties: z.record(z.string(), z.unknown()) });
const { properties } = schema.parse(JSON.parse(read("docs/polycast.schema.json")));

/** `httpPort` → `POLYCAST_HTTP_PORT` */
const variableOf = (name: string): string => `POLYCAST_${name.replaceAll(/[A-Z]/gu, "_$&").toUpperCase()}`;

const notVariables = new Set(["$schema", "providers"]);
const ofSettings = Object.keys(properties)
  .filter((name) => !notVariables.has(name))
  .map(variableOf);
/** Credentials, which no config file takes, and variables of clients, tests and the provider `gateway`. */
const others = ["API_KEY", "SECRET_KEY", "DATABASE_URL", "URL", "WEBHOOK_SECRET", "SPECS"].map((w) => `POLYCAST_${w}`);

const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "deploy/README.md",
  "deploy/compose.yaml",
  ...readdirSync(new URL("docs/", root)).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

test.each(pages)("%s names only variables that there are", (page) => {
  const named = new Set(Array.from(read(page).matchAll(/\bPOLYCAST_[A-Z_]+\b/gu), ([name]) => name));
  const known = new Set([...ofSettings, ...others]);
  expect([...named].filter((name) => !known.has(name))).toEqual([]);
});

test("the README has every setting that does something", () => {
  const table = read("README.md").split("\n### Settings\n")[1] ?? "";
  // SRT ingest is not there yet, although its ports can be set.
  const missing = ofSettings.filter((name) => name !== "POLYCAST_SRT_PORTS" && !table.includes(`\`${name}\``));
  expect(missing).toEqual([]);
});
