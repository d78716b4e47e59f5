import { expect, test } from "vitest";

/** What the kit may need beside its own files. */
const allowed = new Set(["zod"]);

test("the kit, and whatever it imports, imports no test runner and nothing of Node", async () => {
  const read = new Set<string>();
  const foreign = new Set<string>();
  async function follow(url: URL): Promise<void> {
    if (read.has(url.href)) return;
    read.add(url.href);
    for (const specifier of importsIn(await textOf(url))) {
      if (specifier.startsWith(".")) await follow(new URL(specifier, url));
      else foreign.add(specifier);
    }
  }
  await follow(new URL("../conformance.ts", import.meta.url));
  await follow(new URL("../testing.ts", import.meta.url));
  expect(read.size).toBeGreaterThan(50);
  expect([...foreign].filter((specifier) => !allowed.has(specifier))).toEqual([]);
});

function importsIn(text: string): string[] {
  return Array.from(text.matchAll(/^(?:import|export)\s[^;]*?from "([^"]+)";/gmu), ([, specifier = ""]) => specifier);
}

async function textOf(url: URL): Promise<string> {
  const file: unknown = await import(/* @vite-ignore */ `${url.pathname}?raw`);
  if (typeof file !== "object" || file === null || !("default" in file)) throw new Error("not read");
  return String(file.default);
}
