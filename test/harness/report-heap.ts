/*
 * Preloaded into a gateway: at SIGUSR2 it collects all garbage and prints how much memory its JavaScript holds, buffers
 * included.
 */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  let reports = 0;
  process.on("SIGUSR2", () => {
    if (typeof collect === "function") collect();
    const { heapUsed, external } = process.memoryUsage();
    reports += 1;
    process.stdout.write(`heap report ${reports}: ${heapUsed + external} bytes\n`);
  });
}
