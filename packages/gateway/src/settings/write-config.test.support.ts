import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";

/** A directory with these files, gone with the test; what is not text is written as JSON. */
export function writeConfig(files: Record<string, unknown>): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "polycast-config-")));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(directory, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return directory;
}
