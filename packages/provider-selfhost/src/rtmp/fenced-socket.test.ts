import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect, test } from "vitest";
import { FencedSocket } from "./fenced-socket.ts";
import { cleanUp, cleanUpAll, publisher, realServer, tcpServer } from "./testing/client-harness.ts";
import { ManualFence } from "./testing/manual-fence.ts";
import { TEST_CERTIFICATE } from "./testing/test-certificate.ts";

afterEach(cleanUpAll);

const MIB = 1024 * 1024;

/** A fenced socket and the other end of it, which reads when it is told to. */
async function pair() {
  const accepted = Promise.withResolvers<Socket>();
  const { port } = await tcpServer((socket) => accepted.resolve(socket.pause()));
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  const fence = new ManualFence();
  const fenced = new FencedSocket(socket, fence);
  fenced.on("error", () => undefined);
  cleanUp.push(() => fenced.destroy());
  const peer = await accepted.promise;
  let arrived = 0;
  peer.on("data", (bytes: Buffer) => (arrived += bytes.length));
  peer.pause();
  return { fence, fenced, socket, peer, arrived: () => arrived };
}

/** Writes; resolves when the kernel has all of it. */
function write(fenced: FencedSocket, bytes: number): Promise<void> {
  return new Promise((resolve, reject) =>
    fenced.write(Buffer.alloc(bytes), (error) => (error ? reject(error) : resolve())),
  );
}

/** Reads until nothing has come for a while. */
async function readAll(peer: Socket, arrived: () => number): Promise<number> {
  peer.resume();
  for (let before = -1; before !== arrived();) {
    before = arrived();
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  peer.pause();
  return arrived();
}

describe("a fenced socket", () => {
  test("keeps back what is written while the fence is closed, and sends it once it opens", async () => {
    const { fence, fenced, peer, arrived } = await pair();
    await write(fenced, 100);
    fence.close();
    const held = write(fenced, 100);
    expect(await readAll(peer, arrived)).toBe(100);
    expect([fenced.bytesHanded, fence.waiting]).toEqual([100, 1]);
    fence.open();
    await held;
    expect(await readAll(peer, arrived)).toBe(200);
  });

  test("keeps back the rest of a write for which the kernel had no room", async () => {
    const { fence, fenced, peer, arrived } = await pair();
    const held = write(fenced, 32 * MIB);
    await new Promise((resolve) => setTimeout(resolve, 50));
    fence.close();
    const handed = fenced.bytesHanded;
    expect(handed).toBeGreaterThan(0);
    expect(handed).toBeLessThan(32 * MIB);
    // There is room in the kernel from here on.
    expect(await readAll(peer, arrived)).toBe(handed);
    fence.open();
    peer.resume();
    await held;
    expect(await readAll(peer, arrived)).toBe(32 * MIB);
  });

  test("closes with what waits unsent, and leaves the fence", async () => {
    const { fence, fenced, peer, arrived } = await pair();
    fence.close();
    fenced.write(Buffer.alloc(100));
    const closed = once(fenced, "close");
    fenced.destroy();
    await closed;
    expect(fence.waiting).toBe(0);
    fence.open();
    expect(await readAll(peer, arrived)).toBe(0);
  });

  test("leaves writes to a socket without a descriptor, as soon as the fence is open", async () => {
    const { fence, fenced, socket, peer, arrived } = await pair();
    Object.defineProperty(Reflect.get(socket, "_handle"), "fd", { value: -1 });
    fence.close();
    const held = write(fenced, 100);
    expect(await readAll(peer, arrived)).toBe(0);
    fence.open();
    await held;
    expect([await readAll(peer, arrived), fenced.bytesHanded]).toEqual([100, 100]);
  });

  test("passes on what comes in, the end, and a broken connection", async () => {
    const { fenced, peer } = await pair();
    peer.write("hello");
    const [bytes] = await once(fenced, "data");
    expect(String(bytes)).toBe("hello");
    peer.resetAndDestroy();
    const [error] = await once(fenced, "error");
    expect(error).toMatchObject({ code: "ECONNRESET" });
    await expect(write(fenced, 1)).rejects.toBeDefined();
  });
});

describe.each(["RTMP", "RTMPS"])("a publisher behind a fence, over %s", (kind) => {
  const tls = kind === "RTMPS" ? { tls: TEST_CERTIFICATE } : {};
  const trust = kind === "RTMPS" ? { tls: { ca: TEST_CERTIFICATE.cert }, host: "localhost", address: "127.0.0.1" } : {};

  test("publishes, counts, and says goodbye", async () => {
    const { port, closed } = await realServer(tls);
    const connection = await publisher(port, { ...trust, fence: new ManualFence() });
    const before = connection.bytesHandedToKernel;
    expect(before).toBeGreaterThan(1536);
    expect(connection.remotePort).toBe(port);
    await connection.close();
    expect(closed.mock.calls).toEqual([["unpublished"]]);
  });

  test("writes nothing while it is closed, not even a goodbye, and is reset without a word", async () => {
    const { port, closed } = await realServer(tls);
    const fence = new ManualFence();
    const connection = await publisher(port, { ...trust, fence });
    fence.close();
    const gone = new Promise((resolve) => connection.onClose(resolve));
    connection.reset();
    await gone;
    await expect.poll(() => closed.mock.calls).toEqual([["disconnected"]]);
  });
});
