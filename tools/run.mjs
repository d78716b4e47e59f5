// `npm start`, `npm run demo|simulate|example`, `npm test` and the command line on a machine that has only Node >= 18
// and npm:
// fetches the pinned pnpm (and Node, when the one at hand cannot run TypeScript) through npm,
// installs from the lock file, then runs the task on that Node directly, so that signals reach it.
// Relative paths are the caller's: also where npm runs this in the package's root.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const NODE = "24.21.0";
/** How often it is looked for who has started this, in milliseconds. */
const LOOK_MS = 250;
const root = fileURLToPath(new URL("..", import.meta.url));
const { packageManager } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const fromSource = "--conditions=@polycast/source";
const cli = [fromSource, join(root, "packages/gateway/src/cli/main.ts")];
const tasks = {
  start: [...cli, "start"],
  demo: [...cli, "demo"],
  polycast: cli,
  simulate: [fromSource, join(root, "packages/simulators/src/cli/main.ts")],
  example: [fromSource, join(root, "examples/three-targets.ts")],
  test: [join(root, "node_modules/vitest/vitest.mjs"), "run"],
};

const [task = "", ...args] = process.argv.slice(2);
const command = tasks[task];
if (!command) {
  console.error(`Unknown task "${task}". Use one of: ${Object.keys(tasks).join(", ")}.`);
  process.exit(2);
}

const starter = process.ppid;
const isOfNpm = isScriptOfRoot(process.env.npm_package_json);
const node = install();
if (isAlone()) process.exit(128 + constants.signals.SIGTERM);
const child = spawn(node, [...command, ...args], {
  cwd: task === "test" ? root : (isOfNpm && process.env.INIT_CWD) || process.cwd(),
  stdio: "inherit",
  env: { ...process.env, PATH: `${dirname(node)}:${process.env.PATH}` },
});
const looking = setInterval(() => isAlone() && pass("SIGTERM"), LOOK_MS);
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, pass);
child.on("exit", (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));

/** Whoever signals the whole group means one wish to stop, not a second one when npm is gone. */
function pass(signal) {
  clearInterval(looking);
  child.kill(signal);
}

/** npm signals only the shell that it runs a script in, and that one passes nothing on: its end is the signal. */
function isAlone() {
  return isOfNpm && process.ppid !== starter;
}

/** Does npm run a script of this workspace, from its root? Another package's may call this file as well. */
function isScriptOfRoot(manifest) {
  try {
    return manifest !== undefined && realpathSync(dirname(manifest)) === realpathSync(root);
  } catch {
    return false;
  }
}

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
