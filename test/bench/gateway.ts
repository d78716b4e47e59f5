import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { wholeNumber } from "../harness/whole-number.ts";
import { measureHop } from "./gateway-hop.ts";
import { formatGatewayReport, type GatewayCosts } from "./gateway-report.ts";
import { measureHttp } from "./gateway-rounds.ts";
import { entriesAtHand, measureStarts } from "./gateway-starts.ts";
import { measureStreams } from "./gateway-streams.ts";

/*
 * What the gateway costs: its HTTP beside bare Hono, what it adds to a provider's call, how fast it starts, and what many
 * streams take. Each server is a process of its own, in turns, under the same load from this one; CPU is time on a
 * processor by /proc/PID/task/TID/schedstat, of all threads of the server. Everything is on loopback, and the disk is
 * the one of the temporary directory.
 */
const parts = ["http", "hop", "start", "streams"] as const;

const { values } = parseArgs({
  // `pnpm bench:gateway -- --json` passes the dashes on.
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    seconds: { type: "string", default: "5" },
    rounds: { type: "string", default: "5" },
    connections: { type: "string", default: "32" },
    streams: { type: "string", default: "10000" },
    only: { type: "string", default: parts.join(",") },
    json: { type: "boolean", default: false },
  },
});
const seconds = wholeNumber("seconds", values.seconds, 1, 300);
const rounds = wholeNumber("rounds", values.rounds, 1, 50);
const connections = wholeNumber("connections", values.connections, 1, 500);
const streams = wholeNumber("streams", values.streams, 1, 100_000);
const only = new Set(values.only.split(","));
const unknown = [...only].filter((name) => !parts.some((part) => part === name));
if (unknown.length > 0) {
  console.error(`--only takes ${parts.join(", ")}, separated by commas, not "${unknown.join(",")}".`);
  process.exit(2);
}
if (!entriesAtHand().includes("built"))
  progress("The gateway is not compiled: `pnpm build`, to see how that one starts.");

// Ended early, it leaves no process and no folder behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const costs: GatewayCosts = {
  ...(only.has("http") ? { http: await measureHttp({ seconds, rounds, connections, progress }) } : {}),
  ...(only.has("hop") ? { hop: await measureHop({ seconds, rounds, progress }) } : {}),
  ...(only.has("start") ? { starts: await measureStarts(rounds, progress) } : {}),
  ...(only.has("streams") ? { streams: await measureStreams({ streams, rounds, progress }) } : {}),
};

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg(), node: process.version };
const report = formatGatewayReport(costs);
if (!values.json) {
  console.log(
    `${machine.cores} × ${machine.cpu}, load ${machine.load[0]?.toFixed(1)}, Node ${machine.node}\n\n${report.text}\n`,
  );
}
console.log(JSON.stringify({ machine, seconds, rounds, connections, ...report.figures }));

/** On stderr, so that `--json` leaves only JSON on stdout. */
function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
