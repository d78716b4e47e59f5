import { setTimeout as delay } from "node:timers/promises";
import type { SeededRandom } from "../harness/seeded-random.ts";
import type { TirelessEncoder } from "../harness/tireless-encoder.ts";
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
  progress: (text: string) => void;
};

const DROP_SHARE = 0.3;

/** Kills processes at random moments and starts them again; every one of them before any has its next turn. */
export async function killProcesses({ processes }: Cluster, options: KillOptions): Promise<Map<string, number>> {
  const { kills, random, pauseMs, awayMs, encoders, progress } = options;
  const counts = new Map<string, number>();
  let turn: (typeof processes)[number][] = [];
  for (let kill = 1; kill <= kills; kill += 1) {
    if (turn.length === 0) turn = random.shuffled(processes);
    const process = turn.pop();
    if (!process) break;
    await delay(random.whole(0, pauseMs));
    if (random.chance(DROP_SHARE)) await encoders[random.whole(0, encoders.length - 1)]?.drop();
    await process.kill();
    counts.set(process.name, (counts.get(process.name) ?? 0) + 1);
    await delay(random.whole(0, awayMs));
    await process.start();
    progress(`${process.name} was killed and is back (${kill} of ${kills})`);
  }
  return counts;
}
