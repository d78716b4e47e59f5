import { existsSync } from "node:fs";
import { type BenchGateway, builtEntry, type Entry, startBenchGateway, startReference } from "./gateway-start.ts";

/** Milliseconds from the start of a process to the first 200 of `/readyz`, one value per start. */
export type StartTimes = Partial<Record<Entry | "bare", number[]>>;

/** The entries that there are: `built` needs `pnpm build`. */
export function entriesAtHand(): Entry[] {
  return existsSync(builtEntry) ? ["source", "built"] : ["source"];
}

/** Starts gateways with an empty data folder, each a new one, and the reference, in turns. */
export async function measureStarts(rounds: number, progress: (text: string) => void): Promise<StartTimes> {
  const times: StartTimes = {};
  for (let round = 1; round <= rounds; round += 1) {
    progress(`round ${round}: start`);
    for (const entry of entriesAtHand()) {
      await using gateway = await startBenchGateway({ entry });
      (times[entry] ??= []).push(gateway.readyMs);
    }
    await using bare = await startReference();
    (times.bare ??= []).push(bare.readyMs);
  }
  return times;
}

/** Starts the same gateway again and again, with what it has stored. */
export async function measureRestarts(gateway: BenchGateway, rounds: number): Promise<StartTimes> {
  const times: StartTimes = {};
  for (let round = 1; round <= rounds; round += 1) {
    for (const entry of entriesAtHand()) {
      await gateway.stop();
      await gateway.start(entry);
      (times[entry] ??= []).push(gateway.readyMs);
    }
  }
  return times;
}
