import { onCpuNs } from "../harness/process-cpu.ts";
import type { Server } from "./gateway-start.ts";
import { httpLoad, type LoadResult } from "./http-load.ts";
import { percentile } from "./statistics.ts";

/** What it cost a server to answer as fast as it could. */
export type LoadCost = { requestsPerSecond: number; cpuMicrosPerRequest: number; p50Ms: number; p99Ms: number };

export type LoadOptions = {
  seconds: number;
  connections: number;
  /** The status that every answer must have. */
  status: number;
};

/** Sends requests of one kind for so long, one at a time on each connection. CPU is that of all threads of the server. */
export async function measureLoad(
  { pid, port }: Server,
  request: () => Buffer,
  { seconds, connections, status }: LoadOptions,
): Promise<LoadCost> {
  const before = await onCpuNs(pid);
  const result = await httpLoad(port, forSeconds(seconds, request), connections);
  const cpuNs = (await onCpuNs(pid)) - before;
  assertAnswers(result, status);
  return {
    requestsPerSecond: result.requestsPerSecond,
    cpuMicrosPerRequest: cpuNs / 1000 / result.latenciesMs.length,
    p50Ms: percentile(result.latenciesMs, 0.5),
    p99Ms: percentile(result.latenciesMs, 0.99),
  };
}

function* forSeconds(seconds: number, request: () => Buffer): Generator<Buffer> {
  const end = performance.now() + seconds * 1000;
  while (performance.now() < end) yield request();
}

/** @throws Error unless each answer has this status: another one costs something else */
function assertAnswers({ statuses }: LoadResult, status: number): void {
  const other = [...statuses].filter(([found]) => found !== status);
  if (other.length > 0) throw new Error(`Not every answer was ${status}: ${JSON.stringify(other)}`);
}
