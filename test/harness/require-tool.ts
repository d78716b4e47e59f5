import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { isAbsolute, join } from "node:path";

const probes = {
  ffmpeg: { found: () => spawnSync("ffmpeg", ["-version"]).status === 0, packages: "ffmpeg" },
  "nginx-rtmp": { found: () => existsSync(rtmpModulePath()), packages: "nginx libnginx-mod-rtmp" },
} as const;

/** Programs from outside npm that tests use as peers. */
export type Tool = keyof typeof probes;

/**
 * Are these programs on this machine? For `describe.skipIf(!hasTools("ffmpeg"))`: without them the tests are skipped
 * and say so, but with `CI=true` a missing program throws, so that a run in CI never passes by skipping.
 */
export function hasTools(...tools: Tool[]): boolean {
  const missing = tools.filter((tool) => !probes[tool].found());
  if (missing.length === 0) return true;
  const install = `apt-get install ${missing.map((tool) => probes[tool].packages).join(" ")}`;
  const message = `Not on this machine: ${missing.join(", ")}. Next step: ${install}`;
  if (process.env["CI"] === "true") throw new Error(message);
  console.warn(`SKIPPED TESTS. ${message}`);
  return false;
}

/** Where nginx keeps its RTMP module, by the `--modules-path` that it was built with; empty without nginx. */
export function rtmpModulePath(): string {
  const { stderr } = spawnSync("nginx", ["-V"], { encoding: "utf8" });
  const folder = /--modules-path=(\S+)/u.exec(stderr ?? "")?.[1];
  return folder !== undefined && isAbsolute(folder) ? join(folder, "ngx_rtmp_module.so") : "";
}
