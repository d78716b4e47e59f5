import { DatabaseSync } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import * as z from "zod";
import { onCpuNs, pssBytes } from "../harness/process-cpu.ts";
import { streamInput } from "./gateway-requests.ts";
import { type BenchGateway, startBenchGateway } from "./gateway-start.ts";
import { measureRestarts, type StartTimes } from "./gateway-starts.ts";
import { httpLoad, rawRequest } from "./http-load.ts";

/** What many streams, with five targets each, cost a gateway with its relay. */
export type StreamsCost = {
  streams: number;
  create: { seconds: number; perSecond: number; cpuMicrosPerStream: number };
  /** One value per page of 100, over several walks through all. */
  pagesMs: number[];
  /** All pages, one value per walk. */
  walksMs: number[];
  restarts: StartTimes;
  /** A change for each of them that was wanted while nobody ran, after a restart: from ready to the last one done. */
  reconcile: { readyMs: number; seconds: number; cpuMicrosPerStream: number };
  /** Of JavaScript after a collection of all garbage, relay excluded. */
  heapBytes: { empty: number; full: number };
  /** Of the whole process (`Pss`). */
  memoryBytes: { empty: number; full: number };
};

export type StreamsOptions = { streams: number; rounds: number; progress: (text: string) => void };

const PAGE = 100;
const CONNECTIONS = 32;
const LOOK_MS = 50;
const RECONCILED_WITHIN_MS = 600_000;
const pageSchema = z.object({ data: z.array(z.object({ id: z.string() })), nextCursor: z.string().optional() });

/** Makes the streams over HTTP, lists them, starts again with them and lets all be reconciled. */
export async function measureStreams({ streams, rounds, progress }: StreamsOptions): Promise<StreamsCost> {
  await using gateway = await startBenchGateway({ heap: true, env: { POLYCAST_LOG_LEVEL: "warn" } });
  const empty = await memoryOf(gateway);
  progress(`${streams} streams: create`);
  const create = await createAll(gateway, streams);
  progress(`${streams} streams: start`);
  const restarts = await measureRestarts(gateway, rounds);
  await gateway.stop();
  await gateway.start();
  const full = await memoryOf(gateway);
  progress(`${streams} streams: list`);
  const pagesMs: number[] = [];
  const walksMs: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const walk = await walkAll(gateway, streams);
    pagesMs.push(...walk);
    walksMs.push(walk.reduce((sum, ms) => sum + ms, 0));
  }
  progress(`${streams} streams: reconcile`);
  const reconcile = await reconcileAll(gateway, streams);
  return {
    streams,
    create,
    pagesMs,
    walksMs,
    restarts,
    reconcile,
    heapBytes: { empty: empty.heap, full: full.heap },
    memoryBytes: { empty: empty.pss, full: full.pss },
  };
}

async function createAll(gateway: BenchGateway, streams: number): Promise<StreamsCost["create"]> {
  const headers = { authorization: `Bearer ${gateway.apiKey}`, "content-type": "application/json" };
  function* requests(): Generator<Buffer> {
    for (let index = 0; index < streams; index += 1) {
      yield rawRequest("/v1/streams", headers, JSON.stringify(streamInput(`stream ${index}`)));
    }
  }
  const before = await onCpuNs(gateway.pid);
  const { seconds, statuses } = await httpLoad(gateway.port, requests(), CONNECTIONS);
  const cpuNs = (await onCpuNs(gateway.pid)) - before;
  if (statuses.get(201) !== streams) throw new Error(`Not all were made: ${JSON.stringify([...statuses])}`);
  return { seconds, perSecond: streams / seconds, cpuMicrosPerStream: cpuNs / 1000 / streams };
}

/** Milliseconds of each page. */
async function walkAll({ port, apiKey }: BenchGateway, streams: number): Promise<number[]> {
  const times: number[] = [];
  let found = 0;
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({ limit: String(PAGE), ...(cursor === undefined ? {} : { cursor }) });
    const startedAt = performance.now();
    const headers = { authorization: `Bearer ${apiKey}` };
    const answer = await fetch(`http://127.0.0.1:${port}/v1/streams?${query.toString()}`, { headers });
    const text = await answer.text();
    times.push(performance.now() - startedAt);
    const page = pageSchema.parse(JSON.parse(text));
    found += page.data.length;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  if (found !== streams) throw new Error(`The list has ${found} streams`);
  return times;
}

/** One target of each stream got another name, which the provider has not been told yet. */
async function reconcileAll(gateway: BenchGateway, streams: number): Promise<StreamsCost["reconcile"]> {
  await gateway.stop();
  using database = new DatabaseSync(gateway.database);
  database.exec(`
    UPDATE targets SET name = 'renamed' WHERE name = 'target 0';
    UPDATE streams SET due_at = 1;
  `);
  const count = (sql: string): number => Number(database.prepare(`SELECT count(*) AS n FROM ${sql}`).get()?.["n"]);
  const open = (): number => count("targets WHERE json_extract(accepted, '$.name') <> name");
  if (open() !== streams) throw new Error(`Only ${open()} of ${streams} changes are open`);
  await gateway.start();
  const startedAt = performance.now();
  const before = await onCpuNs(gateway.pid);
  while (count("streams WHERE due_at IS NOT NULL") > 0) {
    if (performance.now() - startedAt > RECONCILED_WITHIN_MS) throw new Error("Not all were reconciled");
    await delay(LOOK_MS);
  }
  const seconds = (performance.now() - startedAt) / 1000;
  const cpuNs = (await onCpuNs(gateway.pid)) - before;
  if (open() > 0) throw new Error(`${open()} changes are open still`);
  return { readyMs: gateway.readyMs, seconds, cpuMicrosPerStream: cpuNs / 1000 / streams };
}

async function memoryOf(gateway: BenchGateway): Promise<{ heap: number; pss: number }> {
  return { heap: await gateway.heapBytes(), pss: await pssBytes(gateway.pid) };
}
