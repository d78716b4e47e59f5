// `npm start`, `npm run demo|simulate|example`, `npm test` and the command line on a machine that has only Node >= 18
// and npm:
// fetches the pinned pnpm (and Node, when the one at hand cannot run TypeScript) through npm,
// installs from the lock file, then runs the task on that Node directly, so that signals reach it.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { constants } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";

const NODE = "24.21.0";
const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const fromSource = "--conditions=@polycast/source";
const cli = [fromSource, "packages/gateway/src/cli/main.ts"];
const tasks = {
  start: [...cli, "start"],
  demo: [...cli, "demo"],
  polycast: cli,
  simulate: [fromSource, "packages/simulators/src/cli/main.ts"],
  example: [fromSource, "examples/three-targets.ts"],
  test: ["node_modules/vitest/vitest.mjs", "run"],
};

const [task = "", ...args] = process.argv.slice(2);
const command = tasks[task];
if (!command) {
  console.error(`Unknown task "${task}". Use one of: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}

const node = install();
const child = spawn(node, [...command, ...args], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

/** Installs the workspace and returns the path of a Node that runs TypeScript. */
function install() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const capable = major > 22 || (major === 22 && minor >= 18);
  const packages = ["-p", packageManager, ...(capable ? [] : ["-p", `node@${NODE}`])];
  const script = "pnpm install --frozen-lockfile --reporter=silent && node -p process.execPath";
  const result = spawnSync("npx", ["--yes", ...packages, "--call", script], {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    shell: process.platform === "win32",
  });
  const path = result.stdout?.trim().split("\n").at(-1);
  if (result.status === 0 && path) return path;
  console.error(result.stdout ?? "");
  console.error(result.error?.message ?? `Setting up failed (npx exit code ${result.status}).`);
  console.error("Setting up needs npm >= 9 and access to an npm registry. Next step: `npm ping`, then run this again.");
  process.exit(1);
}
