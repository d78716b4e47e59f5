import { parseArgs } from "node:util";
import { wholeNumber } from "../harness/whole-number.ts";
import { runStorm } from "./run-storm.ts";

/*
 * Webhooks in any order, repeated, forged, cut off, into a gateway that is killed again and again:
 * `node --conditions=@polycast/source test/events/storm.ts --webhooks 10000 --kills 20 --seed 1`.
 * Exits with 1 when a promise is broken.
 */
const { values } = parseArgs({
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    webhooks: { type: "string", default: "10000" },
    kills: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    streams: { type: "string", default: "10" },
    spread: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
  },
});
const MAX_SHOWN = 50;

// Ended early, it leaves no process and no folder behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const report = await runStorm({
  webhooks: wholeNumber("webhooks", values.webhooks, 1, 100_000),
  kills: wholeNumber("kills", values.kills, 0, 1000),
  seed: wholeNumber("seed", values.seed, 0, 2 ** 32 - 1),
  streams: wholeNumber("streams", values.streams, 1, 100),
  spread: share("spread", values.spread),
  progress: (text) => void process.stderr.write(`${text}\n`),
});
const { violations, sent, ...figures } = report;
if (values.json) console.log(JSON.stringify(report, null, 2));
else {
  const { violations: _, ...counts } = sent;
  console.log({ ...figures, ...counts });
  for (const violation of violations.slice(0, MAX_SHOWN)) console.log(`  broken: ${violation}`);
  console.log(violations.length === 0 ? "All promises were kept." : `${violations.length} promises were broken.`);
}
process.exitCode = violations.length === 0 ? 0 : 1;

function share(option: string, text: string): number {
  const value = Number(text);
  if (value >= 0 && value <= 1) return value;
  console.error(`--${option} takes a number from 0 to 1, not "${text}".`);
  process.exit(2);
}
