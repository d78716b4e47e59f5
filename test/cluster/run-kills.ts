import { parseArgs } from "node:util";
import { wholeNumber } from "../harness/whole-number.ts";
import { runUnderKills } from "./run-under-kills.ts";

/*
 * Two gateways and two relays over one PostgreSQL, killed one by one under load:
 * `node --conditions=@polycast/source test/cluster/run-kills.ts --kills 50 --seed 1`.
 * Exits with 1 when a promise is broken.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    kills: { type: "string", default: "50" },
    seed: { type: "string", default: String(Date.now() % 1_000_000) },
    live: { type: "string", default: "3" },
    logs: { type: "boolean", default: false },
  },
});
const MAX_SHOWN = 50;

// Ended early, it leaves no process, folder or database behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const seed = wholeNumber("seed", values.seed, 0, 2 ** 32 - 1);
console.log(`seed ${seed}`);
const { violations, logs, ...figures } = await runUnderKills({
  kills: wholeNumber("kills", values.kills, 0, 1000),
  seed,
  live: wholeNumber("live", values.live, 1, 20),
  progress: (text) => void process.stderr.write(`${text}\n`),
});
console.log(figures);
for (const violation of violations.slice(0, MAX_SHOWN)) console.log(`  broken: ${violation}`);
if (values.logs) console.log(logs);
console.log(violations.length === 0 ? "All promises were kept." : `${violations.length} promises were broken.`);
process.exitCode = violations.length === 0 ? 0 : 1;
