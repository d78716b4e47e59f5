import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openBoundedOutput } from "./bounded-output.ts";

function temporaryFile(): { descriptor: number; content: () => string } {
  const directory = mkdtempSync(join(tmpdir(), "polycast-log-"));
  const path = join(directory, "log");
  const descriptor = openSync(path, "w");
  onTestFinished(() => {
    closeSync(descriptor);
    rmSync(directory, { recursive: true });
  });
  return { descriptor, content: () => readFileSync(path, "utf8") };
}

const note = (count: number): string => `dropped ${count}\n`;

describe("a bounded output", () => {
  it("writes all lines in their order before it is closed", async () => {
    const { descriptor, content } = temporaryFile();
    const output = openBoundedOutput(descriptor, note);
    const lines = Array.from({ length: 2000 }, (_, index) => `line ${index} ü\n`);
    for (const line of lines) output.write(line);
    await output.close();
    expect(content()).toBe(lines.join(""));
  });

  it("drops what a slow reader leaves waiting, says how much, and goes on", async () => {
    const { descriptor, content } = temporaryFile();
    const output = openBoundedOutput(descriptor, note, 100);
    // No write ends before this turn of the event loop does.
    for (let index = 0; index < 50; index += 1) output.write("0123456789\n");
    await output.close();
    expect(content()).toBe(`${"0123456789\n".repeat(9)}dropped 41\n`);
    output.write("later\n");
    await output.close();
    expect(content()).toMatch(/dropped 41\nlater\n$/u);
  });

  it.runIf(process.platform === "linux")("lives on when nothing can be written", async () => {
    const descriptor = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(descriptor));
    const output = openBoundedOutput(descriptor, note);
    for (let index = 0; index < 50; index += 1) output.write("lost\n");
    await expect(output.close()).resolves.toBeUndefined();
  });
});
