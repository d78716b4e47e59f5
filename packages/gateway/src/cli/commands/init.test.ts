import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadSettings } from "../../settings/load-settings.ts";
import { writeConfig } from "../../settings/write-config.test.support.ts";
import { run } from "../stand-in.test.support.ts";

test("writes a config that loads as it is", async () => {
  const cwd = writeConfig({});
  const { code, out } = await run(["init"], { cwd });
  expect(code).toBe(0);
  expect(out).toContain("Next: npm install @polycast/selfhost polycast");
  const written = readFileSync(`${cwd}/polycast.config.ts`, "utf8");
  // The packages are not installed beside it.
  const runnable = written
    .replace(
      `import { selfhost } from "@polycast/selfhost";`,
      "const selfhost = () => ({ specVersion: 1, streams: {} });",
    )
    .replace(`import { defineConfig } from "polycast";`, "const defineConfig = (config) => config;");
  const there = writeConfig({ "polycast.config.ts": runnable });
  const { settings, providers } = await loadSettings({ cwd: there, env: {} });
  expect([settings.provider, Object.keys(providers ?? {})]).toEqual(["selfhost", ["selfhost"]]);
});

test("until what it imports is installed, check says what to install", async () => {
  const cwd = writeConfig({});
  await run(["init"], { cwd });
  // The test's own loader would find the workspace's packages from anywhere.
  const path = `${cwd}/polycast.config.ts`;
  const strange = readFileSync(path, "utf8").replaceAll(/from "(@polycast\/selfhost|polycast)"/gu, 'from "$1-absent"');
  writeFileSync(path, strange);
  const { code, out } = await run(["check"], { cwd });
  expect(code).toBe(1);
  const missing = "@polycast/selfhost-absent, polycast-absent";
  expect(out).toContain(`polycast.config.ts imports what is not installed here: ${missing}.`);
  expect(out).toContain("→ Install it: npm install @polycast/selfhost-absent polycast-absent");
  expect(out).not.toMatch(/Cannot find|enum/u);
});

test("the examples in its comments are settings that there are", async () => {
  const cwd = writeConfig({});
  await run(["init"], { cwd });
  const text = readFileSync(`${cwd}/polycast.config.ts`, "utf8");
  const settings = [...text.matchAll(/^ {2}\/\/ (\w+): ("[^"]+"),$/gmu)].map(([, name = "", value = ""]) => [
    name,
    JSON.parse(value) as unknown,
  ]);
  expect(settings.length).toBeGreaterThan(3);
  const there = writeConfig({ "polycast.config.json": Object.fromEntries(settings) });
  await expect(loadSettings({ cwd: there, env: {} })).resolves.toBeDefined();
});

test("writes plain data too", async () => {
  const cwd = writeConfig({});
  const { out } = await run(["init", "--json-config", "--json"], { cwd });
  expect(JSON.parse(out)).toEqual({ path: `${cwd}/polycast.config.json`, missing: [] });
  expect(JSON.parse(readFileSync(`${cwd}/polycast.config.json`, "utf8"))).toEqual({
    provider: "selfhost",
    providers: { selfhost: { type: "selfhost" } },
  });
});

test("--schema prints what editors complete the config by, and writes nothing", async () => {
  const cwd = writeConfig({});
  const { out } = await run(["init", "--schema"], { cwd });
  expect(JSON.parse(out)).toMatchObject({ title: "Polycast config", additionalProperties: false });
  expect(readdirSync(cwd)).toEqual([]);
});

test("overwrites only what it is told to", async () => {
  const cwd = writeConfig({ "polycast.config.ts": "mine" });
  expect(await run(["init"], { cwd })).toMatchObject({ code: 1, err: expect.stringContaining("--force") });
  const other = await run(["init", "--json-config", "--force"], { cwd });
  expect(other).toMatchObject({ code: 1, err: expect.stringContaining("Remove polycast.config.ts first") });
  expect(readFileSync(`${cwd}/polycast.config.ts`, "utf8")).toBe("mine");
  expect(await run(["init", "--force"], { cwd })).toMatchObject({ code: 0 });
  expect(readFileSync(`${cwd}/polycast.config.ts`, "utf8")).not.toBe("mine");
});

test("a directory that cannot be written to is told", async () => {
  expect(await run(["init"], { cwd: "/nowhere/at/all" })).toMatchObject({
    code: 1,
    err: expect.stringContaining("/nowhere/at/all/polycast.config.ts cannot be written."),
  });
});
