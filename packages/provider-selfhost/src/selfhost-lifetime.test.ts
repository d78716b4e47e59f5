import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("./testing/lifetime.ts", import.meta.url));
const run = promisify(execFile);

/** Runs a process to its end, which must come by itself. */
async function outputOf(mode: "look" | "live"): Promise<string> {
  const { stdout } = await run(process.execPath, ["--conditions=@polycast/source", program, mode], { timeout: 20_000 });
  return stdout;
}

test("a relay that nobody needs starts no thread and keeps no process alive", async () => {
  expect(await outputOf("look")).toBe("0 threads");
});

test("a relay that was on air leaves nothing behind when it is closed", async () => {
  expect(await outputOf("live")).toBe("1 threads");
});
