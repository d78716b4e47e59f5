import { mkdir, realpath, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Child, startChild } from "../harness/child.ts";
import { tempDir } from "../harness/temp-dir.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const runner = join(root, "tools/run.mjs");
const asNpm = { npm_package_json: join(root, "package.json") };

/** Runs a line of the shell where `npx` fetches nothing: the workspace is installed, and this Node does. */
async function shell(folder: string, line: string, cwd: string, env: Record<string, string> = {}): Promise<Child> {
  const bin = join(folder, "bin");
  await mkdir(bin, { recursive: true });
  await writeFile(join(bin, "npx"), `#!/bin/sh\necho "${process.execPath}"\n`, { mode: 0o755 });
  const path = `${bin}:${process.env["PATH"] ?? ""}`;
  return startChild("/bin/sh", ["-c", line], { cwd, env: { PATH: path, HOME: folder, ...env } });
}

test("a config that is made in the clone's root finds what it imports there", async () => {
  await using dir = await tempDir();
  await using made = await shell(dir.path, `node "${runner}" polycast init`, dir.path);
  expect([await made.exited, made.output()]).toEqual([0, expect.stringContaining("polycast.config.ts is written")]);
  // The same words, read where a clone's user has them.
  const imports = `import "@polycast/selfhost"; import "@polycast/mux"; import "@polycast/livepeer"; import "polycast";
    import "@polycast/castr";`;
  const args = ["--conditions=@polycast/source", "--input-type=module", "--eval", imports];
  await using read = await startChild(process.execPath, args, { cwd: root });
  expect([await read.exited, read.output()]).toEqual([0, ""]);
});

test.each([
  { how: "called where the file is", cwd: undefined, env: {} },
  { how: "run by npm, which goes to the root", cwd: root, env: asNpm },
])("a relative path is the caller's: $how", async ({ cwd, env }) => {
  await using dir = await tempDir();
  const folder = await realpath(dir.path);
  const add = "targets add str_1 --preset kick --stream-key-file kick.key";
  const called = { ...env, INIT_CWD: cwd === undefined ? "/nowhere" : folder };
  await using child = await shell(folder, `node "${runner}" polycast ${add}`, cwd ?? folder, called);
  expect(await child.exited).toBe(1);
  expect(child.output()).toContain(join(folder, "kick.key"));
});

test.each(["simulate mux --port 0", "start"])("%s ends with the shell in which npm runs it", async (task) => {
  await using dir = await tempDir();
  const env = {
    ...asNpm,
    INIT_CWD: dir.path,
    POLYCAST_HTTP_PORT: "0",
    POLYCAST_RTMP_PORT: "0",
    POLYCAST_DATA_DIR: dir.path,
  };
  // A second command: the shell stays, and gives no signal on.
  await using child = await shell(dir.path, `node "${runner}" ${task}; true`, root, env);
  await child.waitForOutput(/http:\/\/127\.0\.0\.1:\d+/u);
  child.signal("SIGTERM");
  // Settled when nobody has its output open any more.
  expect(await child.exited).toBe("SIGTERM");
});

test("a signal to itself reaches the task", async () => {
  await using dir = await tempDir();
  await using child = await shell(dir.path, `exec node "${runner}" simulate mux --port 0`, root);
  await child.waitForOutput(/http:\/\/127\.0\.0\.1:\d+/u);
  child.signal("SIGTERM");
  expect(await child.exited).toBe(0);
});
