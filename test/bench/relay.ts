import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { clip } from "../harness/clip.ts";
import { nginxRtmp } from "../harness/nginx-rtmp.ts";
import { hasTools } from "../harness/require-tool.ts";
import { wholeNumber } from "../harness/whole-number.ts";
import { type Design, nginxPush, polycast } from "./design.ts";
import { type Cost, measureCost } from "./measure-cost.ts";
import { measureEnable } from "./measure-enable.ts";
import { formatReport, type RelayReport } from "./report.ts";

/*
 * What it costs to relay one 4 Mbit/s stream to N RTMP targets: nginx-rtmp's push and Polycast, in turns, in the same
 * run, into the same nginx-rtmp sink. CPU is time on a processor by /proc/PID/task/TID/schedstat; publisher and sink
 * are not counted. Everything is on loopback, where the sender is charged part of the receiver's TCP work.
 */
const { values } = parseArgs({
  // `pnpm bench:relay -- --json` passes the dashes on.
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    targets: { type: "string", default: "1,10,50,100" },
    seconds: { type: "string", default: "15" },
    rounds: { type: "string", default: "1" },
    toggles: { type: "string", default: "25" },
    designs: { type: "string", default: "nginx,polycast" },
    json: { type: "boolean", default: false },
  },
});
const numbers = {
  targets: values.targets.split(",").map((word) => wholeNumber("targets", word, 1, 500)),
  seconds: wholeNumber("seconds", values.seconds, 1, 300),
  rounds: wholeNumber("rounds", values.rounds, 1, 20),
  toggles: wholeNumber("toggles", values.toggles, 0, 200),
};
const known: Record<string, Design> = { nginx: nginxPush, polycast };
const designs = values.designs.split(",").map((word) => {
  const design = known[word];
  if (design === undefined) throw new Error(`--designs knows ${Object.keys(known).join(" and ")}, not "${word}".`);
  return design;
});
if (!hasTools("ffmpeg", "nginx-rtmp")) process.exit(1);

// Ended early, it leaves no process and no folder behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const file = await clip("broadcast");
const costs: Cost[] = [];
await using sink = await nginxRtmp({ sink: {} });
for (let round = 0; round < numbers.rounds; round += 1) {
  for (const targets of numbers.targets) {
    for (const design of designs) {
      progress(`round ${round + 1}: ${design.name}, ${targets} targets`);
      costs.push(await measureCost(design, targets, { sink, file, seconds: numbers.seconds }));
    }
  }
}
const toggles = designs.includes(polycast) ? numbers.toggles : 0;
progress(`${toggles} toggles`);
const enableMs = toggles > 0 ? await measureEnable(file, toggles) : [];

const report: RelayReport = { costs, baseline: nginxPush.name, subject: polycast.name, enableMs };
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg(), node: process.version };
if (values.json) console.log(JSON.stringify({ machine, ...numbers, ...report }, null, 2));
else
  console.log(
    `${machine.cores} × ${machine.cpu}, load ${machine.load[0]?.toFixed(1)}, Node ${machine.node}\n\n${formatReport(report)}`,
  );

/** On stderr, so that `--json` leaves only JSON on stdout. */
function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
