import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { fieldNames, variableOf } from "../settings/fields.ts";

const read = (name: string): string => readFileSync(new URL(`../../../../deploy/${name}`, import.meta.url), "utf8");

const compose = read("compose.yaml");
const example = read(".env.example");

/** The lines of a YAML file that say something, by how deep they stand. */
function linesOf(text: string): { depth: number; line: string }[] {
  return text
    .split("\n")
    .map((line) => ({ depth: line.search(/\S/u), line: line.trim() }))
    .filter(({ line }) => line !== "" && !line.startsWith("#"));
}

/** The keys right below a key at the margin. */
function keysBelow(top: string): string[] {
  const lines = linesOf(compose);
  const from = lines.findIndex(({ depth, line }) => depth === 0 && line === `${top}:`);
  const rest = lines.slice(from + 1);
  const end = rest.findIndex(({ depth }) => depth === 0);
  const block = end === -1 ? rest : rest.slice(0, end);
  return block.filter(({ depth }) => depth === 2).map(({ line }) => line.split(":", 1)[0] ?? "");
}

const namesIn = (text: string, pattern: RegExp): Set<string> =>
  new Set(Array.from(text.matchAll(pattern), ({ groups }) => groups?.["name"] ?? ""));

test("the compose file has what the README promises, laid out as YAML wants it", () => {
  expect(keysBelow("services")).toEqual(["db", "gateway-1", "gateway-2", "relay-1", "relay-2", "front"]);
  expect(compose).not.toContain("\t");
  // Every level is two spaces deeper than the one above, and every alias has its anchor.
  const depths = linesOf(compose).map(({ depth }) => depth);
  expect(depths.every((depth, index) => depth % 2 === 0 && depth <= (depths[index - 1] ?? 0) + 2)).toBe(true);
  const anchors = namesIn(compose, /: &(?<name>\w+)$/gmu);
  expect(namesIn(compose, /: \*(?<name>\w+)$/gmu)).toEqual(anchors);
});

test("every variable that it needs stands in the example, and no other does", () => {
  const needed = namesIn(compose, /\$\{(?<name>\w+)/gu);
  const shown = namesIn(example, /^(?<name>\w+)=/gmu);
  expect(shown).toEqual(needed);
  // What may not be guessed has no value there, and stops the start.
  for (const name of ["POSTGRES_PASSWORD", "POLYCAST_SECRET_KEY", "POLYCAST_API_KEY", "POLYCAST_PUBLIC_HOST"]) {
    expect(example).toMatch(new RegExp(`^${name}=$`, "mu"));
    expect(compose).toContain(`\${${name}:?`);
  }
});

test("every setting that it gives is one", () => {
  const known = new Set(fieldNames.map(variableOf));
  const given = namesIn(`${compose}\n${read("Dockerfile")}`, /\b(?<name>POLYCAST_\w+)[:=]/gu);
  expect([...given].filter((name) => !known.has(name))).toEqual([]);
  expect([...given]).toContain("POLYCAST_ROLE");
});

test("the front door leads to all of them", () => {
  const servers = namesIn(read("haproxy.cfg"), /^ {2}server \S+ (?<name>[\w-]+):\d+/gmu);
  expect([...servers].toSorted()).toEqual(keysBelow("services").filter((name) => name !== "db" && name !== "front"));
});

test("the image starts what the package calls its command, not as root", () => {
  const dockerfile = read("Dockerfile");
  const { bin } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
    bin: { polycast: string };
  };
  expect(dockerfile).toContain(`ENTRYPOINT ["node", "${bin.polycast.replace("./", "")}"]`);
  expect(dockerfile).toMatch(/^USER node$/mu);
});
