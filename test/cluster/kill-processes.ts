import { setTimeout as delay } from "node:timers/promises";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { TirelessEncoder } from "../harness/tireless-encoder.ts";
import { waitFor } from "../harness/wait-for.ts";
import type { Cluster } from "./cluster.ts";

export type KillOptions = {
  kills: number;
  random: SeededRandom;
  /** Before each kill, at most. */
  pauseMs: number;
  /** That a killed process stays away, at most. */
  awayMs: number;
  /** One of them loses its connection now and then, so that streams move between relays that live. */
  encoders: readonly TirelessEncoder[];
  /** How many requests were acknowledged so far. */
  acknowledged: () => number;
  progress: (text: string) => void;
};

const DROP_SHARE = 0.3;
/** Requests that are acknowledged between two kills, at least. */
const MIN_ACKNOWLEDGED = 8;
const ACKNOWLEDGED_WITHIN_MS = 90_000;

/**
 * Kills processes at random moments and starts them again, each when the load has gone on since the last time; every one
 * of them before any has its next turn.
 *
 * @throws when too few requests are acknowledged in a long time
 */
export async function killProcesses({ processes }: Cluster, options: KillOptions): Promise<Map<string, number>> {
  const { kills, random, pauseMs, awayMs, encoders, acknowledged, progress } = options;
  const counts = new Map<string, number>();
  let turn: (typeof processes)[number][] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    if (turn.length === 0) turn = random.shuffled(processes);
    const process = turn.pop();
    if (!process) break;
    const enough = acknowledged() + MIN_ACKNOWLEDGED;
    await delay(random.whole(0, pauseMs));
    await waitFor("requests to be acknowledged", () => acknowledged() >= enough, ACKNOWLEDGED_WITHIN_MS);
    if (random.chance(DROP_SHARE)) await encoders[random.whole(0, encoders.length - 1)]?.drop();
    await process.kill();
    counts.set(process.name, (counts.get(process.name) ?? 0) + 1);
    await delay(random.whole(0, awayMs));
    await process.start();
    progress(`${process.name} was killed and is back (${kill} of ${kills})`);
  }
  return counts;
}
