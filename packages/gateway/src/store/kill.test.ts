import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, it } from "vitest";
import { runChild } from "./child.test.support.ts";
import { openStore } from "./open-store.ts";
import { temporaryDirectory } from "./temporary-store.test.support.ts";

const ROUNDS = 20;

/** Lets a child write until it has acknowledged so many units, kills it, and returns all that it acknowledged. */
async function writeAndKill(dataDir: string, acknowledgements: number): Promise<string[]> {
  const child = runChild(new URL("./writing-child.test.support.ts", import.meta.url), dataDir);
  const acknowledged: string[] = [];
  while (acknowledged.length < acknowledgements) {
    const line = await child.nextLine();
    if (line === undefined) throw new Error("The writing process ended by itself.");
    acknowledged.push(line);
  }
  child.kill();
  return [...acknowledged, ...(await child.rest())].filter((line) => /^str_\w{22} \d+$/u.test(line));
}

describe("kill -9", () => {
  it("loses no acknowledged write, leaves no half one, and no damage", { timeout: 60_000 }, async () => {
    const dataDir = temporaryDirectory();
    const acknowledged: string[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      acknowledged.push(...(await writeAndKill(dataDir, 1 + Math.floor(Math.random() * 60))));
      const database = new DatabaseSync(join(dataDir, "polycast.db"));
      const rows = database.prepare("select s.id, position from streams s join events e on e.stream_id = s.id").all();
      const stored = new Set(rows.map((row) => `${String(row["id"])} ${Number(row["position"])}`));
      const counts = database.prepare("select (select count(*) from streams) s, (select count(*) from events) e").get();
      expect(database.prepare("pragma integrity_check").all()).toEqual([{ integrity_check: "ok" }]);
      database.close();
      expect(acknowledged.filter((line) => !stored.has(line))).toEqual([]);
      expect(counts).toEqual({ s: stored.size, e: stored.size });
    }
    expect(acknowledged.length).toBeGreaterThanOrEqual(ROUNDS);
    await openStore({ dataDir }).close();
  });
});
