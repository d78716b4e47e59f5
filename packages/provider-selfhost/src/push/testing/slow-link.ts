import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";
import { lookUpSendQueues, socketKey } from "../proc-net-tcp.ts";

const TICK_MS = 20;

/** A network that is slower than the media. */
export type SlowLink = {
  port: number;
  /** Bytes that the kernel holds for the link's sender now; 0 where that cannot be known. */
  sendQueue(): Promise<number>;
  close(): Promise<void>;
};

/** Leads to another port of the loopback interface, with at most so many bytes per second on the way there. */
export async function createSlowLink(port: number, bytesPerSecond: number): Promise<SlowLink> {
  const sockets = new Set<Socket>();
  const timers = new Set<NodeJS.Timeout>();
  let senderPort: number | undefined;
  const server = createServer((near) => {
    senderPort = near.remotePort;
    const far = connect({ host: "127.0.0.1", port, noDelay: true });
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on("error", () => undefined);
    }
    far.pipe(near);
    near.on("close", () => far.destroy());
    // With a listener for this, nothing is read but what is asked for.
    near.on("readable", () => undefined);
    timers.add(setInterval(() => forward(near, far, (bytesPerSecond * TICK_MS) / 1000), TICK_MS));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the link has no port");
  const { port: linkPort } = address;
  return {
    port: linkPort,
    async sendQueue() {
      if (senderPort === undefined) return 0;
      const key = socketKey({ localPort: senderPort, remoteAddress: "127.0.0.1", remotePort: linkPort });
      const queues = await lookUpSendQueues(new Set([key])).catch(() => new Map<string, number>());
      return queues.get(key) ?? 0;
    },
    async close() {
      for (const timer of timers) clearInterval(timer);
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
}

function forward(near: Socket, far: Socket, bytes: number): void {
  const length = Math.min(bytes, near.readableLength);
  const data: unknown = length > 0 ? near.read(length) : undefined;
  if (Buffer.isBuffer(data)) far.write(data);
}
