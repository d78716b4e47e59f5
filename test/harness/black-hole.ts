import { once } from "node:events";
import { connect } from "node:net";
import { Worker } from "node:worker_threads";

/** An address that answers no connection attempt at all, as behind a firewall that drops packets. */
export type BlackHole = AsyncDisposable & { readonly url: `rtmp://${string}` };

/** What the blocked thread is given: where to put the port that it listens on, and the length of its queue. */
export type BlackHoleData = { port: Int32Array<SharedArrayBuffer>; backlog: number };

/** Linux queues one connection more than the backlog says; a few more make sure that the queue is full. */
const BACKLOG = 1;
const FILLERS = 4;

/**
 * A listening socket of 127.0.0.1 whose thread is blocked and whose queue of connections is full: Linux then drops
 * further SYN packets, and the caller waits.
 */
export async function blackHole(): Promise<BlackHole> {
  const data: BlackHoleData = { port: new Int32Array(new SharedArrayBuffer(4)), backlog: BACKLOG };
  const worker = new Worker(new URL("black-hole-worker.ts", import.meta.url), { workerData: data });
  await Promise.race([Atomics.waitAsync(data.port, 0, 0).value, once(worker, "exit")]);
  const port = Atomics.load(data.port, 0);
  if (port === 0) throw new Error("The thread of the black hole ended");
  const fillers = Array.from({ length: FILLERS }, () => connect(port, "127.0.0.1").on("error", () => undefined));
  await Promise.all(fillers.slice(0, BACKLOG + 1).map((socket) => once(socket, "connect")));
  return {
    url: `rtmp://127.0.0.1:${port}/live`,
    [Symbol.asyncDispose]: async () => {
      for (const socket of fillers) socket.destroy();
      await worker.terminate();
    },
  };
}
