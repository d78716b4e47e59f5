/**
 * Fuzzes the RTMP library: `pnpm test:fuzz --runs 100000 --seed 1`, or one run again with `--only 4711`.
 * Exits with 1 when a run breaks a promise, when one does not end, or when memory grows without bound.
 */
import { once } from "node:events";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";

const WORKER = new URL("../../packages/provider-selfhost/src/rtmp/testing/fuzz-worker.ts", import.meta.url);
const HANG_AFTER_MS = 20_000;
const REPORT_EVERY_MS = 2000;
const MAX_MIB = 768;

const { values: flags } = parseArgs({
  options: {
    runs: { type: "string", default: "100000" },
    seed: { type: "string", default: "1" },
    only: { type: "string" },
  },
});
const seed = Number(flags.seed);
const from = Number(flags.only ?? 0);
const to = flags.only === undefined ? Number(flags.runs) : from + 1;
if (![seed, from, to].every(Number.isSafeInteger)) throw new TypeError("--runs, --seed and --only take whole numbers");

const progress = new SharedArrayBuffer(8);
const slots = new Int32Array(progress);
const startedAt = performance.now();
let changedAt = startedAt;
let lastDone = 0;
const worker = new Worker(WORKER, { workerData: { seed, from, to, progress, maxMiB: MAX_MIB } });
const ticker = setInterval(watch, REPORT_EVERY_MS);
worker.on("error", (error) => fail("failed", error));
await once(worker, "exit");
clearInterval(ticker);
if (process.exitCode === undefined) report();

function watch(): void {
  const done = Atomics.load(slots, 0);
  if (done !== lastDone) changedAt = performance.now();
  lastDone = done;
  report();
  if (performance.now() - changedAt < HANG_AFTER_MS) return;
  fail("does not end");
  void worker.terminate();
}

function report(): void {
  const done = Atomics.load(slots, 0);
  const perSecond = Math.round(done / ((performance.now() - startedAt) / 1000));
  console.log(`${done} of ${to - from} runs, ${perSecond}/s, peak heap ${Atomics.load(slots, 1)} MiB`);
}

function fail(what: string, error?: unknown): void {
  const index = from + Atomics.load(slots, 0);
  if (error !== undefined) console.error(error);
  console.error(`Run ${index} ${what}. Again: pnpm test:fuzz --seed ${seed} --only ${index}`);
  process.exitCode = 1;
}
