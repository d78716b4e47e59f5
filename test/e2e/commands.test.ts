import { readdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { startChild } from "../harness/child.ts";
import { gatewayProcess } from "../harness/gateway-process.ts";
import { tempDir } from "../harness/temp-dir.ts";

const cli = fileURLToPath(new URL("../../packages/gateway/src/cli/main.ts", import.meta.url));

async function demo(temporary: string) {
  const env = { PATH: process.env["PATH"], HOME: temporary, TMPDIR: temporary };
  const args = ["--conditions=@polycast/source", cli, "demo", "--once"];
  return startChild(process.execPath, args, { cwd: temporary, env });
}

describe("polycast demo --once", () => {
  test("tells its story, ends by itself with 0, and leaves nothing behind", async () => {
    await using dir = await tempDir();
    await using child = await demo(dir.path);
    expect(await child.exited).toBe(0);
    expect(child.output()).toMatch(/fragile +retrying .*refused/u);
    expect(child.output()).toMatch(/switched +disabled/u);
    expect(child.output()).toMatch(/✓ .*lost none/u);
    expect(await readdir(dir.path)).toEqual([]);
  });

  test("may be interrupted, and leaves nothing behind either", async () => {
    await using dir = await tempDir();
    await using child = await demo(dir.path);
    await child.waitForOutput(/three targets connect/u);
    child.signal("SIGINT");
    child.signal("SIGINT");
    expect(await child.exited).toBe(130);
    expect(await readdir(dir.path)).toEqual([]);
  });
});

describe("polycast start", () => {
  test("closes cleanly on Ctrl-C, which a terminal and a parent may both send", async () => {
    await using gateway = await gatewayProcess();
    gateway.signal("SIGINT");
    gateway.signal("SIGINT");
    expect(await gateway.stop()).toBe(0);
    expect(gateway.logs()).toContain("gateway closed");
    expect(await readdir(gateway.dataDir)).not.toContain("polycast.db-wal");
  });
});
