import { copyFileSync, existsSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { type GatewayProcess, gatewayProcess } from "../harness/gateway-process.ts";
import { gatewayUrl } from "../harness/gateway-url.ts";
import { seededRandom } from "../harness/seeded-random.ts";
import { tempDir } from "../harness/temp-dir.ts";
import { createWriter, type WriterCounts } from "./random-writer.ts";
import { DATABASE, LEFT_BEHIND } from "./store-files.ts";

export type KillOptions = {
  /** How often the gateway gets a SIGKILL. */
  kills: number;
  /** The same seed gives the same requests; what a kill hits is chance. */
  seed: number;
  progress?: (text: string) => void;
};

export type KillReport = WriterCounts & {
  kills: number;
  seconds: number;
  /** What was promised and not kept, in words; empty when all went well. */
  violations: string[];
};

const WRITERS = 6;
/** The longest that a gateway lives. */
const MAX_LIFE_MS = 400;

/**
 * Several clients that write all kinds of things, one request after the other each, to a gateway that is killed at random
 * moments. After each death the store must be whole, and everything as the clients were told.
 */
export async function runKills({ kills, seed, progress = () => undefined }: KillOptions): Promise<KillReport> {
  const startedAt = performance.now();
  const random = seededRandom(seed);
  const violations: string[] = [];
  await using gateway = await gatewayProcess({ env: { POLYCAST_LOG_LEVEL: "warn", POLYCAST_RATE_LIMIT: "0" } });
  const url = gatewayUrl(gateway);
  const writers = Array.from({ length: WRITERS }, (_, index) =>
    createWriter({ url, apiKey: gateway.apiKey, name: `w${index}`, random: seededRandom(random.whole(0, 2 ** 31)) }),
  );
  for (let round = 1; round <= kills; round += 1) {
    const stop = new AbortController();
    const writing = Promise.all(writers.map((writer) => writer.write(stop.signal)));
    await delay(random.whole(0, MAX_LIFE_MS));
    stop.abort();
    await gateway.kill();
    await writing;
    violations.push(...(await damageOf(gateway)));
    await gateway.start();
    const found = await Promise.all(writers.map((writer) => writer.check()));
    violations.push(...found.flat().map((violation) => `after kill ${round}: ${violation}`));
    if (round % 10 === 0) progress(`${round} of ${kills} kills`);
  }
  const counts = writers.map((writer) => writer.counts());
  const sum = (count: (one: WriterCounts) => number): number => counts.reduce((total, one) => total + count(one), 0);
  return {
    kills,
    acknowledged: sum((one) => one.acknowledged),
    unanswered: sum((one) => one.unanswered),
    replayed: sum((one) => one.replayed),
    seconds: (performance.now() - startedAt) / 1_000,
    violations: [...violations, ...writers.flatMap((writer) => writer.violations)],
  };
}

/** What SQLite finds wrong with what is on the disk. Looked at on a copy: to mend it is the gateway's task. */
async function damageOf({ dataDir }: GatewayProcess): Promise<string[]> {
  await using dir = await tempDir();
  for (const file of LEFT_BEHIND) {
    if (existsSync(join(dataDir, file))) copyFileSync(join(dataDir, file), join(dir.path, file));
  }
  using database = new DatabaseSync(join(dir.path, DATABASE));
  const found = [
    ...database.prepare("PRAGMA integrity_check").all(),
    ...database.prepare("PRAGMA foreign_key_check").all(),
  ];
  return found.map((row) => JSON.stringify(row)).filter((text) => text !== '{"integrity_check":"ok"}');
}
