import { fileURLToPath } from "node:url";
import { type Child, startChild } from "../harness/child.ts";
import { onCpuNs } from "../harness/process-cpu.ts";
import { httpLoad, type LoadResult } from "./http-load.ts";
import { type MuxTarget, muxRequests } from "./mux-webhooks.ts";
import { percentile } from "./statistics.ts";

/** The receivers that are compared; see the files that they run. */
export type ReceiverName = "raw" | "route" | "route-with-log" | "group-commit" | "fsync-each";

/** What a receiver did with a load. */
export type ReceiverCost = {
  receiver: ReceiverName;
  requestsPerSecond: number;
  cpuMicrosPerRequest: number;
  p50Ms: number;
  p99Ms: number;
};

const RAW = fileURLToPath(new URL("raw-receiver.ts", import.meta.url));
const GATEWAY = fileURLToPath(new URL("gateway-receiver.ts", import.meta.url));
/** A receiver that knows no targets is told of these. */
const anyTargets: readonly MuxTarget[] = Array.from({ length: 30 }, (_, index) => ({
  streamId: `stream-${index % 10}`,
  targetId: `target-${index}`,
}));

/** Runs a receiver in a process of its own: a warm-up of the same kind, then the load that is measured. */
export async function measureReceiver(
  receiver: ReceiverName,
  { requests, connections }: { requests: number; connections: number },
): Promise<ReceiverCost> {
  const file = receiver === "raw" ? [RAW] : [GATEWAY, receiver];
  await using child = await startChild(process.execPath, ["--conditions=@polycast/source", ...file]);
  const { port, targets } = await listening(child);
  // Fewer would measure the compiler; time passes the same for all.
  accepted(await httpLoad(port, muxRequests(Math.ceil(requests / 2), targets), connections));
  const prepared = muxRequests(requests, targets);
  const before = await onCpuNs(child.pid);
  const result = await httpLoad(port, prepared, connections);
  const cpuNs = (await onCpuNs(child.pid)) - before;
  accepted(result);
  return {
    receiver,
    requestsPerSecond: result.requestsPerSecond,
    cpuMicrosPerRequest: cpuNs / 1000 / requests,
    p50Ms: percentile(result.latenciesMs, 0.5),
    p99Ms: percentile(result.latenciesMs, 0.99),
  };
}

async function listening(child: Child): Promise<{ port: number; targets: readonly MuxTarget[] }> {
  const line = /listening (\d+) ?(\[.*\])?$/mu;
  await child.waitForOutput(line);
  const [, port, targets] = line.exec(child.output()) ?? [];
  return { port: Number(port), targets: targets === undefined ? anyTargets : (JSON.parse(targets) as MuxTarget[]) };
}

/** @throws Error unless each request was answered with 200: a refusal costs something else */
function accepted({ statuses }: LoadResult): void {
  const other = [...statuses].filter(([status]) => status !== 200);
  if (other.length > 0) throw new Error(`Not every webhook was accepted: ${JSON.stringify(other)}`);
}
