import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createKeyFile, keyFilePath, readKeyFile } from "./key-file.ts";

describe("the key file", () => {
  let directory = "";
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), "polycast-key-"));
  });
  afterEach(() => rmSync(directory, { recursive: true }));

  it("is made for its owner only, and read back", () => {
    expect(readKeyFile(directory)).toBeUndefined();
    const [created] = createKeyFile(directory);
    expect(readKeyFile(directory)?.map((key) => key.id)).toEqual([created.id]);
    expect(statSync(keyFilePath(directory)).mode & 0o777).toBe(0o600);
    expect(readdirSync(directory)).toEqual(["secret.key"]);
  });

  it("is never written over", () => {
    createKeyFile(directory);
    const before = readFileSync(keyFilePath(directory), "utf8");
    expect(() => createKeyFile(directory)).toThrow(expect.objectContaining({ code: "EEXIST" }));
    expect(readFileSync(keyFilePath(directory), "utf8")).toBe(before);
    expect(readdirSync(directory)).toEqual(["secret.key"]);
  });

  it.runIf(process.platform !== "win32")("is refused when others may read it", () => {
    createKeyFile(directory);
    chmodSync(keyFilePath(directory), 0o640);
    expect(() => readKeyFile(directory)).toThrow(
      expect.objectContaining({ code: "invalid_argument", hint: expect.stringContaining("chmod 600") }),
    );
  });

  it.each(["", "half a key", "x".repeat(10_000)])("is refused when damaged, without repeating it (%#)", (content) => {
    writeFileSync(keyFilePath(directory), content, { mode: 0o600 });
    expect(() => readKeyFile(directory)).toThrow(
      expect.objectContaining({
        code: "invalid_argument",
        message: `The key file ${keyFilePath(directory)} does not hold a key.`,
      }),
    );
  });
});
