import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { prepareDataDirectory } from "./data-directory.ts";
import { toDirectoryError } from "./directory-error.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";

/** What a refusal of this directory looks like. */
const refusal = (directory: string, problem: string) =>
  expect.objectContaining({
    code: "invalid_argument",
    message: expect.stringMatching(`^The data directory ${directory} cannot be used: .*${problem}`),
    hint: expect.stringContaining("POLYCAST_DATA_DIR (--data-dir)"),
  });

/** An error as the file system throws it. */
const failed = (code: string): Error => Object.assign(new Error(`${code}: no, open '/srv/data'`), { code });

describe("a data directory", () => {
  test("may be deep in what is not there yet", () => {
    const directory = join(temporaryDirectory(), "a", "b", "c");
    prepareDataDirectory(directory);
    expect(readFileSync(prepareDataDirectory(directory).lock, "utf8")).toBe("");
  });

  test("that is a file, or below one, is refused", () => {
    const file = join(temporaryDirectory(), "notes.txt");
    writeFileSync(file, "");
    for (const directory of [file, join(file, "data")]) {
      expect(() => openStore({ dataDir: directory })).toThrow(refusal(directory, "is not a directory"));
    }
  });

  test("that is a link to nowhere is refused", () => {
    const link = join(temporaryDirectory(), "link");
    symlinkSync(join(link, "..", "nowhere"), link);
    expect(() => prepareDataDirectory(link)).toThrow(refusal(link, "is not a directory"));
  });

  test.runIf(process.platform === "linux")("where nothing can be made is refused at once", () => {
    for (const directory of ["/proc/nope", "/proc/nope/data"]) {
      expect(() => prepareDataDirectory(directory)).toThrow(refusal(directory, "nothing can be made there"));
    }
  });

  test("whose database is a directory is refused with its name", () => {
    const directory = temporaryDirectory();
    mkdirSync(join(directory, "polycast.db"), 0o700);
    expect(() => openStore({ dataDir: directory })).toThrow(refusal(directory, "database cannot be opened"));
  });
});

describe("errors of the system", () => {
  test.each([
    ["EROFS", "the file system is read-only"],
    ["EACCES", "this user may not write there"],
    ["EPERM", "this user may not write there"],
  ])("%s is told with the directory and the next step", (code, problem) => {
    const error = failed(code);
    expect(toDirectoryError(error, "/srv/data")).toEqual(refusal("/srv/data", problem));
    expect(toDirectoryError(error, "/srv/data")).toMatchObject({ cause: error });
  });

  test.each([failed("ENOSPC"), failed("EDQUOT"), Object.assign(new Error("full"), { errcode: 13 })])(
    "a full disk is worth another start: %s",
    (error) => {
      expect(toDirectoryError(error, "/srv/data")).toMatchObject({
        code: "provider_unavailable",
        message: "The data directory /srv/data cannot be used: there is no space left.",
        hint: expect.stringContaining("Free some space"),
      });
    },
  );

  test("any other one passes through", () => {
    const error = new TypeError("a fault of ours");
    expect(toDirectoryError(error, "/srv/data")).toBe(error);
  });
});
