import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const command = ["--conditions=@polycast/source", "--no-warnings", main];
const env = { PATH: process.env["PATH"] };

test("a command line that is not understood ends with 2, and says nothing on the standard output", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, "webhoks"], { encoding: "utf8", env });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toBe('✗ There is no command "webhoks". Did you mean webhooks?\n  What there is: polycast --help\n');
});

test("without a key the variable is named, and nothing is coloured where nobody sees colours", () => {
  const { status, stderr } = spawnSync(process.execPath, [...command, "streams", "list"], { encoding: "utf8", env });
  expect([status, stderr.split("\n").length]).toEqual([1, 3]);
  expect(stderr).toContain("POLYCAST_API_KEY");
  expect(stderr).not.toContain("\u001b");
});

test("a reader that has read enough is no fault", async () => {
  const child = spawn(process.execPath, [...command, "--help"], { stdio: ["ignore", "pipe", "pipe"], env });
  child.stdout.destroy();
  const errors: unknown[] = [];
  child.stderr.on("data", (bytes) => errors.push(String(bytes)));
  expect([await once(child, "exit"), errors]).toEqual([[0, null], []]);
});
