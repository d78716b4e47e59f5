import { isMainThread } from "node:worker_threads";

/** Long enough that a sink fed by this thread would be seen to starve. */
const BLOCK_MS = 3_000;

// Preloaded into a process (`node --import`), makes SIGUSR2 stop its main thread as a long computation would, and
// leaves its other threads alone.
if (isMainThread) {
  process.on("SIGUSR2", () => {
    process.stderr.write("main thread blocked\n");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCK_MS);
    process.stderr.write("main thread unblocked\n");
  });
}
