import { Worker } from "node:worker_threads";

const workerUrl = new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url);

let spare: Worker | undefined;

/**
 * Starts a relay's thread ahead of its use, so that it loads its code while this thread does something else; the next
 * relay that opens takes it. Until then it keeps no process alive. Of no effect while one is waiting.
 */
export function prepareRelay(): void {
  if (spare) return;
  const worker = startWorker();
  const forget = (): void => {
    if (spare === worker) spare = undefined;
  };
  // Whatever is wrong with it is told by the next one, which is started when it is needed.
  worker.on("error", forget);
  worker.on("exit", forget);
  worker.unref();
  spare = worker;
}

/** The thread that was started ahead, or a new one. */
export function takeWorker(): Worker {
  const worker = spare ?? startWorker();
  spare = undefined;
  worker.ref();
  return worker;
}

function startWorker(): Worker {
  return new Worker(workerUrl, { name: "polycast-relay" });
}
