import { createServer, type AddressInfo, connect } from "node:net";
import { once } from "node:events";
import { networkInterfaces } from "node:os";
import { describe, expect, it } from "vitest";
import { lookUpSendQueues, readSendQueues, socketKey } from "./proc-net-tcp.ts";

/** A machine may have no IPv6. */
const loopback = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .filter(({ internal }) => internal)
  .map(({ address }) => address);

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0
   1: 0100007F:C350 0100007F:078F 01 0003D090:00000000 01:00000014 00000000     0        0 2 2 0 20 4 0 10 -1
  12: 0100007F:C351 0100007F:078F 01 00000000:00000010 00:00000000 00000000     0        0 3 2 0 20 4 0 10 -1
garbage
   4: 0100007F:C352 0100007F:078F 01 nonsense`.split("\n");

describe("the kernel's socket tables", () => {
  it("name a socket by local port and remote address", () => {
    expect(socketKey({ localPort: 50_000, remoteAddress: "127.0.0.1", remotePort: 1935 })).toBe("C350>0100007F:078F");
    expect(socketKey({ localPort: 80, remoteAddress: "2001:db8::1", remotePort: 443 })).toBe(
      "0050>B80D0120000000000000000001000000:01BB",
    );
    expect(socketKey({ localPort: 80, remoteAddress: "fe80::1%eth0", remotePort: 443 })).toMatch(/^0050>000080FE/u);
  });

  it("are searched for the wanted sockets only", () => {
    const found = new Map<string, number>();
    readSendQueues(table, new Set(["C350>0100007F:078F", "C352>0100007F:078F", "FFFF>0100007F:078F"]), found);
    expect([...found]).toEqual([["C350>0100007F:078F", 250_000]]);
  });

  it.runIf(process.platform === "linux").each(loopback)("show what a peer at %s does not read", async (host) => {
    const server = createServer((socket) => socket.pause()).listen(0, host);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const socket = connect(port, host);
    await once(socket, "connect");
    try {
      const { localPort, remoteAddress, remotePort } = socket;
      if (localPort === undefined || remoteAddress === undefined || remotePort === undefined)
        throw new Error("no names");
      const key = socketKey({ localPort, remoteAddress, remotePort });
      expect((await lookUpSendQueues(new Set([key]))).get(key)).toBe(0);
      for (let size = 0; size < 32; size += 1) socket.write(Buffer.alloc(1024 * 1024));
      await expect.poll(async () => (await lookUpSendQueues(new Set([key]))).get(key)).toBeGreaterThan(10_000);
    } finally {
      socket.destroy();
      server.close();
    }
  });
});
