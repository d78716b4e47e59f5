import { workerData } from "node:worker_threads";
import { fuzzOnce } from "./fuzz.ts";

/** What a fuzzing thread is given as its `workerData`. */
export type FuzzTask = {
  seed: number;
  /** Index of the first run, and the one behind the last. */
  from: number;
  to: number;
  /** Two shared 32-bit numbers: runs done, and peak memory in MiB. */
  progress: SharedArrayBuffer;
  /** Memory at which the thread fails, in MiB. */
  maxMiB: number;
};

const SAMPLE_EVERY = 256;

/** Runs in a thread of its own, so that an endless loop can be noticed from outside. */
async function work({ seed, from, to, progress, maxMiB }: FuzzTask): Promise<void> {
  const slots = new Int32Array(progress);
  for (let index = from; index < to; index += 1) {
    await fuzzOnce(seed, index);
    Atomics.store(slots, 0, index - from + 1);
    if (index % SAMPLE_EVERY !== 0) continue;
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    const mib = Math.round((heapUsed + arrayBuffers) / 2 ** 20);
    Atomics.store(slots, 1, Math.max(mib, Atomics.load(slots, 1)));
    if (mib > maxMiB) throw new Error(`memory has grown to ${mib} MiB`);
  }
}

await work(workerData);
