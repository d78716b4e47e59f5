import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runChild } from "./child.test.support.ts";
import { lockDirectory } from "./directory-lock.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";

const childFile = new URL("./locking-child.test.support.ts", import.meta.url);
const refusal = expect.objectContaining({
  code: "conflict",
  message: expect.stringContaining("in use by another gateway"),
  hint: expect.stringContaining("POLYCAST_DATA_DIR"),
});

describe("the directory lock", () => {
  it("is held once, also within one process, and names its holder", () => {
    const file = join(temporaryDirectory(), "gateway.lock");
    const start = Date.parse("2026-03-01T12:00:00.000Z");
    const lock = lockDirectory(file, () => start, 0);
    expect(() => lockDirectory(file, () => start, 0)).toThrow(refusal);
    expect(() => lockDirectory(file, () => start, 0)).toThrow(`(process ${process.pid} on `);
    expect(() => lockDirectory(file, () => start, 0)).toThrow("since 2026-03-01T12:00:00.000Z)");
    lock.release();
    lock.release();
    lockDirectory(file, () => start, 0).release();
  });

  it("keeps a second process out, and is free as soon as the first was killed", async () => {
    const dataDir = temporaryDirectory();
    const first = runChild(childFile, dataDir);
    expect(await first.nextLine()).toBe("locked");
    expect(() => openStore({ dataDir })).toThrow(refusal);
    const second = runChild(childFile, dataDir);
    expect(await second.nextLine()).toMatch(/^refused The data directory is in use by another gateway \(process \d+/u);
    first.kill();
    await first.rest();
    await openStore({ dataDir }).close();
  });

  it("is won by exactly one of many that start at once over a stale lock", async () => {
    const dataDir = temporaryDirectory();
    const dead = runChild(childFile, dataDir);
    expect(await dead.nextLine()).toBe("locked");
    dead.kill();
    await dead.rest();
    const children = Array.from({ length: 5 }, () => runChild(childFile, dataDir));
    const answers = await Promise.all(children.map((child) => child.nextLine()));
    expect(answers.filter((answer) => answer === "locked")).toHaveLength(1);
    expect(answers.filter((answer) => answer?.startsWith("refused The data directory"))).toHaveLength(4);
  });
});
