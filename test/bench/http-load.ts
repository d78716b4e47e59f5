import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** What a load did. */
export type LoadResult = {
  seconds: number;
  requestsPerSecond: number;
  latenciesMs: number[];
  statuses: Map<number, number>;
};

/** One request in full, as it goes over the wire; a `POST` unless another method is named. */
export function rawRequest(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  method = "POST",
): Buffer {
  const payload = Buffer.from(body);
  const length = method === "GET" ? {} : { "content-length": String(payload.length) };
  const lines = Object.entries({ host: "127.0.0.1", ...headers, ...length });
  const head = [`${method} ${path} HTTP/1.1`, ...lines.map(([name, value]) => `${name}: ${value}`), "", ""].join(
    "\r\n",
  );
  return Buffer.concat([Buffer.from(head), payload]);
}

/**
 * Sends the requests to a port of 127.0.0.1 over so many connections, one at a time on each. Written on sockets, so that
 * the sender takes little of the processor that it shares with the receiver.
 */
export async function httpLoad(port: number, requests: Iterable<Buffer>, connections: number): Promise<LoadResult> {
  const latenciesMs: number[] = [];
  const statuses = new Map<number, number>();
  const sockets = await Promise.all(Array.from({ length: connections }, () => open(port)));
  const left = requests[Symbol.iterator]();
  const startedAt = performance.now();
  const work = async (socket: Socket): Promise<void> => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const sentAt = performance.now();
      const status = await exchange(socket, next.value);
      latenciesMs.push(performance.now() - sentAt);
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
  };
  try {
    await Promise.all(sockets.map(work));
  } finally {
    for (const socket of sockets) socket.destroy();
  }
  const seconds = (performance.now() - startedAt) / 1000;
  return { seconds, requestsPerSecond: latenciesMs.length / seconds, latenciesMs, statuses };
}

async function open(port: number): Promise<Socket> {
  const socket = connect(port, "127.0.0.1");
  socket.setNoDelay(true);
  await once(socket, "connect");
  return socket;
}

/** Sends one request and reads its answer, which must say how long it is. */
function exchange(socket: Socket, request: Buffer): Promise<number> {
  return new Promise((resolve, reject) => {
    let answer = "";
    const stop = (): void => {
      socket.off("data", read);
      socket.off("error", fail);
      socket.off("close", fail);
    };
    const fail = (error?: unknown): void => {
      stop();
      reject(error instanceof Error ? error : new Error("The connection was closed before the answer"));
    };
    const read = (chunk: Buffer): void => {
      answer += chunk.toString("latin1");
      const end = answer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/^content-length: (\d+)/imu.exec(answer.slice(0, end))?.[1]);
      if (Number.isNaN(length)) return fail(new Error(`An answer without a length: ${answer.slice(0, end)}`));
      if (answer.length < end + 4 + length) return;
      stop();
      resolve(Number(answer.slice(9, 12)));
    };
    socket.on("data", read).once("error", fail).once("close", fail);
    socket.write(request);
  });
}
