import { parseArgs } from "node:util";
import { wholeNumber } from "../harness/whole-number.ts";
import { runCloudKills } from "./cloud-kills.ts";
import { runKills } from "./kill-rounds.ts";

/*
 * A gateway with the embedded store that is killed again and again while clients write:
 * `node --conditions=@polycast/source test/control/run-kills.ts --kills 100 --seed 1`; with `--clouds`, while it makes and
 * changes streams at simulated clouds. Exits with 1 when a promise is broken.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    kills: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 2 ** 32) },
    clouds: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const MAX_SHOWN = 50;

// Ended early, it leaves no process and no folder behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const seed = wholeNumber("seed", values.seed, 0, 2 ** 32 - 1);
if (!values.json) console.log(`seed ${seed}`);
const run = values.clouds ? runCloudKills : runKills;
const report = await run({
  kills: wholeNumber("kills", values.kills, 1, 10_000),
  seed,
  progress: (text) => void process.stderr.write(`${text}\n`),
});
const { violations, ...figures } = report;
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  console.log(figures);
  for (const violation of violations.slice(0, MAX_SHOWN)) console.log(`  broken: ${violation}`);
  console.log(violations.length === 0 ? "All promises were kept." : `${violations.length} promises were broken.`);
}
process.exitCode = violations.length === 0 ? 0 : 1;
