import { createServer } from "node:net";
import { once } from "node:events";

const LOWEST = 12_000;
/** Linux hands out ports from 32768 on to outgoing connections (ip_local_port_range); below it nothing takes ours. */
const HIGHEST = 32_000;
/** Far enough apart that test processes with neighbouring ids do not meet. */
const PORTS_PER_PROCESS = 97;

let next = LOWEST + ((process.pid * PORTS_PER_PROCESS) % (HIGHEST - LOWEST));

/**
 * A TCP port of 127.0.0.1 on which nothing listens, for a server in another process that cannot be told to choose its
 * own. No port is given out twice by one process.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = next;
    next = next >= HIGHEST ? LOWEST : next + 1;
    if (await isFree(port)) return port;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
