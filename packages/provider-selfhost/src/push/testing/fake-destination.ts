import { socketKey } from "../proc-net-tcp.ts";
import type { Dial, DialRequest, PublisherConnection } from "../publisher-port.ts";

const REMOTE_ADDRESS = "192.0.2.1";
const REMOTE_PORT = 1935;
/** What handshake and commands have cost. */
const BASELINE_BYTES = 3500;

/** One connection to a destination that takes as much as the test lets it. */
export class FakeConnection implements PublisherConnection {
  readonly messageStreamId = 1;
  readonly outChunkSize = 4096;
  readonly localPort: number;
  readonly remoteAddress = REMOTE_ADDRESS;
  readonly remotePort = REMOTE_PORT;
  readonly written: Buffer[] = [];
  acknowledgedBytes = 0;
  bytesHandedToKernel = BASELINE_BYTES;
  /** Bytes that the kernel holds. */
  sendQueue = 0;
  /** A destination that does not read leaves everything with the kernel, here up to `kernelRoom`. */
  reads = true;
  kernelRoom = 1_000_000;
  end: "closed" | "destroyed" | "reset" | undefined;
  /** `close()` stays open until the test says so. */
  closeLater: PromiseWithResolvers<void> | undefined;
  readonly #listeners: ((error?: Error) => void)[] = [];

  constructor(localPort: number) {
    this.localPort = localPort;
  }

  write(data: Buffer, callback: (error?: Error | null) => void): void {
    this.written.push(data);
    if (!this.reads && this.sendQueue + data.length > this.kernelRoom) return;
    this.bytesHandedToKernel += data.length;
    if (!this.reads) this.sendQueue += data.length;
    queueMicrotask(() => callback());
  }

  onClose(listener: (error?: Error) => void): void {
    this.#listeners.push(listener);
  }

  async close(): Promise<void> {
    this.end = "closed";
    await this.closeLater?.promise;
  }

  destroy(): void {
    this.end ??= "destroyed";
  }

  reset(): void {
    this.end = "reset";
    this.closeLater?.resolve();
  }

  /** The destination goes away. */
  breakOff(error: Error): void {
    for (const listener of this.#listeners) listener(error);
  }
}

/** A destination by script, with the kernel that stands between it and us. */
export class FakeDestination {
  readonly requests: DialRequest[] = [];
  readonly connections: FakeConnection[] = [];
  /** What the next attempts meet: success, an error, or no answer at all. */
  answer: "accept" | "hang" | Error = "accept";
  /** Success comes when this resolves, wanted or not. */
  handshake: PromiseWithResolvers<void> | undefined;

  get last(): FakeConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error("nothing was connected");
    return connection;
  }

  readonly dial: Dial = async (request) => {
    this.requests.push(request);
    await Promise.resolve();
    if (this.answer === "hang") {
      await new Promise((_resolve, reject) => request.signal.addEventListener("abort", reject));
    }
    if (this.answer instanceof Error) throw this.answer;
    await this.handshake?.promise;
    const connection = new FakeConnection(40_000 + this.connections.length);
    this.connections.push(connection);
    return connection;
  };

  /** What the kernel would answer. */
  readonly lookUp = (keys: ReadonlySet<string>): Promise<Map<string, number>> => {
    const all = this.connections.map((connection) => [socketKey(connection), connection.sendQueue] as const);
    return Promise.resolve(new Map(all.filter(([key]) => keys.has(key))));
  };
}
