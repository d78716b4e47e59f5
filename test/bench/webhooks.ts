import { cpus, loadavg } from "node:os";
import { parseArgs } from "node:util";
import { wholeNumber } from "../harness/whole-number.ts";
import { type DeliveryTimes, measureDelivery } from "./measure-delivery.ts";
import { measureReceiver, type ReceiverCost, type ReceiverName } from "./receiver-process.ts";
import { formatWebhookReport } from "./webhook-report.ts";

/*
 * What it costs to receive a signed webhook and to pass an event on. Each receiver runs in a process of its own, in
 * turns, under the same load from this one; CPU is time on a processor by /proc/PID/task/TID/schedstat, of all threads of
 * the receiver. Everything is on loopback, and the disk is the one of the temporary directory.
 */
const { values } = parseArgs({
  // `pnpm bench:webhooks -- --json` passes the dashes on.
  args: process.argv.slice(2).filter((arg) => arg !== "--"),
  options: {
    requests: { type: "string", default: "10000" },
    connections: { type: "string", default: "64" },
    rounds: { type: "string", default: "3" },
    events: { type: "string", default: "300" },
    json: { type: "boolean", default: false },
  },
});
const numbers = {
  requests: wholeNumber("requests", values.requests, 100, 100_000),
  connections: wholeNumber("connections", values.connections, 1, 500),
  rounds: wholeNumber("rounds", values.rounds, 1, 20),
  events: wholeNumber("events", values.events, 10, 5_000),
};
const EVERY_MS = 10;
const receivers: readonly ReceiverName[] = ["raw", "route", "route-with-log", "group-commit", "fsync-each"];

// Ended early, it leaves no process and no folder behind: the harness clears up at exit.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

const costs: ReceiverCost[] = [];
const deliveries: DeliveryTimes = { webhookMs: [], sseMs: [] };
for (let round = 0; round < numbers.rounds; round += 1) {
  for (const receiver of receivers) {
    progress(`round ${round + 1}: ${receiver}`);
    costs.push(await measureReceiver(receiver, numbers));
  }
  progress(`round ${round + 1}: delivery`);
  const { webhookMs, sseMs } = await measureDelivery(numbers.events, EVERY_MS);
  deliveries.webhookMs.push(...webhookMs);
  deliveries.sseMs.push(...sseMs);
}

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg(), node: process.version };
const report = formatWebhookReport(costs, deliveries);
if (!values.json) {
  console.log(
    `${machine.cores} × ${machine.cpu}, load ${machine.load[0]?.toFixed(1)}, Node ${machine.node}\n\n${report.text}`,
  );
}
console.log(JSON.stringify({ machine, ...numbers, ...report.figures }));

/** On stderr, so that `--json` leaves only JSON on stdout. */
function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}
