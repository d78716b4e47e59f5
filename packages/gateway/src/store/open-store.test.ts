import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { sql } from "kysely";
import { describe, expect, it, onTestFinished } from "vitest";
import { first, notify } from "./access.ts";
import { openConnection } from "./connection.ts";
import { getMeta, setMeta } from "./meta.ts";
import { openStore } from "./open-store.ts";
import { toQuery } from "./raw-query.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import { getStream, insertStream } from "./streams.ts";
import { insertTarget, targetsOf } from "./targets.ts";
import { temporaryDirectory, temporaryStore } from "./temporary-store.test.support.ts";

const mode = (path: string): string => (statSync(path).mode & 0o777).toString(8);

describe("a store", () => {
  it("keeps everything over a restart", async () => {
    const dataDir = temporaryDirectory();
    const stream = sampleStream();
    const target = sampleTarget(stream.id);
    const first = openStore({ dataDir });
    // Still waiting when the store is closed.
    const waiting = first.write(function* () {
      yield* insertStream(stream);
      yield* insertTarget(target);
    });
    await Promise.all([first.close(), waiting]);
    const second = openStore({ dataDir });
    expect(await second.read(() => getStream(stream.id))).toStrictEqual(stream);
    expect(await second.read(() => targetsOf(stream.id))).toStrictEqual([target]);
    await second.close();
  });

  it.runIf(process.platform !== "win32")("is for its owner only", async () => {
    const dataDir = join(temporaryDirectory(), "nested", ".polycast");
    const store = openStore({ dataDir });
    await store.write(() => setMeta("a", "b"));
    expect(mode(dataDir)).toBe("700");
    const files = readdirSync(dataDir);
    expect(files).toEqual(
      expect.arrayContaining(["gateway.lock", "polycast.db", "polycast.db-wal", "polycast.db-shm"]),
    );
    for (const file of files) expect([file, mode(join(dataDir, file))]).toEqual([file, "600"]);
    await store.close();
    expect(existsSync(join(dataDir, "polycast.db-wal"))).toBe(false);
  });

  it("is read by what is committed, not by what waits", async () => {
    const store = temporaryStore();
    const write = store.write(() => setMeta("a", "b"));
    expect(await store.read(() => getMeta("a"))).toBeUndefined();
    await write;
    expect(await store.read(() => getMeta("a"))).toBe("b");
  });

  it("is read while another program holds the lock, and written once that is over; the thread hardly waits", async () => {
    const dataDir = temporaryDirectory();
    const store = openStore({ dataDir });
    const other = new DatabaseSync(join(dataDir, "polycast.db"));
    onTestFinished(async () => {
      other.close();
      await store.close();
    });
    const timeout = toQuery(sql<{ timeout: number }>`pragma busy_timeout`);
    expect(await store.read(() => first(timeout))).toEqual({ timeout: 20 });
    expect(await store.write(() => first(timeout))).toEqual({ timeout: 20 });
    other.exec("BEGIN IMMEDIATE");
    let isWritten = false;
    const write = store
      .write(() => setMeta("a", "b"))
      .finally(() => {
        isWritten = true;
      });
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
      expect(await store.read(() => getMeta("a"))).toBeUndefined();
    }
    expect(isWritten).toBe(false);
    other.exec("ROLLBACK");
    await write;
    expect(await store.read(() => getMeta("a"))).toBe("b");
  });

  it("tells what was told to it after COMMIT, on its channel, until that is ended", async () => {
    const store = temporaryStore();
    const heard: string[] = [];
    const read = (): Promise<string | undefined> => store.read(() => getMeta("a"));
    let seen: Promise<string | undefined> = Promise.resolve(undefined);
    const end = store.listen("wanted", (payload) => {
      heard.push(payload ?? "anything");
      seen = read();
    });
    const tell = (payload: string): Promise<void> =>
      store.write(function* () {
        yield* notify("wanted", payload);
        yield* notify("wanted", payload);
        yield* notify("state", payload);
        yield* setMeta("a", payload);
      });
    await tell("str_a");
    expect([heard, await seen]).toEqual([["str_a"], "str_a"]);
    end();
    await tell("str_b");
    expect(heard).toEqual(["str_a"]);
  });

  it("refuses everything once it is closed, and closes twice", async () => {
    const store = temporaryStore();
    expect(store.healthy()).toBe(true);
    await store.close();
    await store.close();
    expect(store.healthy()).toBe(false);
    const refusal = { code: "provider_unavailable", message: "The store is closed." };
    await expect(store.read(() => getMeta("a"))).rejects.toMatchObject(refusal);
    await expect(store.write(() => setMeta("a", "b"))).rejects.toMatchObject(refusal);
  });

  it("refuses a file that is no database, and gives the directory free again", async () => {
    const dataDir = temporaryDirectory();
    writeFileSync(join(dataDir, "polycast.db"), "a letter to my grandmother\n".repeat(100));
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openStore({ dataDir })).toThrow(
        expect.objectContaining({ code: "internal", hint: expect.stringContaining("backup") }),
      );
    }
  });

  it("refuses a database of a newer version, and gives the directory free again", async () => {
    const dataDir = temporaryDirectory();
    await openStore({ dataDir }).close();
    const connection = openConnection(join(dataDir, "polycast.db"));
    connection.exec("insert into migrations values ('9999-newer', 0)");
    connection.close();
    for (let attempt = 0; attempt < 2; attempt += 1) {
      expect(() => openStore({ dataDir })).toThrow(expect.objectContaining({ hint: expect.stringContaining("newer") }));
    }
  });
});
