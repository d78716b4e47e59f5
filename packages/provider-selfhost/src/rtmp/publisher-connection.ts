import type { Duplex } from "node:stream";
import { RtmpConnectError, toConnectError } from "./connect-error.ts";
import type { RtmpConnection } from "./connection.ts";
import type { Wire } from "./wire.ts";

/** A connection whose server takes media. */
export type RtmpPublisherConnection = {
  /** What the server answered to createStream; media must carry it. */
  readonly messageStreamId: number;
  /** Bytes per chunk that the server was told. */
  readonly outChunkSize: number;
  readonly localAddress: string | undefined;
  readonly localPort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** `IPv4` or `IPv6`. */
  readonly family: string | undefined;
  /** Bytes whose receipt the server confirmed by RTMP; stays 0 with servers that never do. */
  readonly acknowledgedBytes: number;
  /** All bytes that the kernel took, handshake included; with TLS counted before encryption. */
  readonly bytesHandedToKernel: number;
  /**
   * Sends chunked bytes as they are; several buffers go out in one system call.
   * `callback` runs when the kernel has taken all of them, or with the error.
   */
  write(data: Buffer | readonly Buffer[], callback?: (error?: Error | null) => void): void;
  /** Called once when the connection is over, with the reason unless we closed it ourselves. */
  onClose(listener: (error?: RtmpConnectError) => void): void;
  /** Unpublishes, sends what is queued, closes; resolves when the socket is closed. */
  close(): Promise<void>;
  /** Closes at once, without a word. */
  destroy(): void;
  /** As {@link destroy}; also what the kernel still holds does not leave any more, where the system can do that. */
  reset(): void;
};

/** The parts that a live connection consists of. */
export type PublisherParts = {
  wire: Wire;
  connection: RtmpConnection;
  messageStreamId: number;
  /** Says good-bye to the server. */
  finish(): void;
  closeMs: number;
};

/** Wraps a live connection; `closed` must be called when its socket has closed. */
export function createPublisherConnection(parts: PublisherParts): {
  connection: RtmpPublisherConnection;
  closed: (error: Error | undefined) => void;
} {
  const { wire, connection, messageStreamId } = parts;
  const { stream } = wire;
  const { localAddress, localPort, remoteAddress, remotePort, remoteFamily: family } = wire.socket;
  const listeners: ((error?: RtmpConnectError) => void)[] = [];
  const over = Promise.withResolvers<void>();
  let outcome: { error?: RtmpConnectError } | undefined;
  let closing = false;

  const closed = (error: Error | undefined): void => {
    outcome = closing ? {} : { error: toConnectError(error, "live") };
    over.resolve();
    for (const listener of listeners.splice(0)) listener(outcome.error);
  };

  const publisher: RtmpPublisherConnection = {
    messageStreamId,
    outChunkSize: connection.outChunkSize,
    localAddress,
    localPort,
    remoteAddress,
    remotePort,
    family,
    get acknowledgedBytes() {
      return connection.acknowledgedBytes;
    },
    get bytesHandedToKernel() {
      return wire.bytesHanded();
    },
    write(data, callback) {
      if (closing || stream.destroyed) {
        process.nextTick(() => callback?.(new RtmpConnectError("live", "closed")));
      } else if (Buffer.isBuffer(data)) stream.write(data, callback);
      else writeAll(stream, data, callback);
    },
    onClose(listener) {
      const { error } = outcome ?? {};
      if (outcome === undefined) listeners.push(listener);
      else queueMicrotask(() => listener(error));
    },
    async close() {
      if (outcome === undefined && !closing) {
        parts.finish();
        closing = true;
        connection.end();
        const timer = setTimeout(() => connection.destroy(), parts.closeMs);
        void over.promise.then(() => clearTimeout(timer));
      }
      await over.promise;
    },
    destroy() {
      closing = true;
      connection.destroy();
    },
    reset() {
      closing = true;
      wire.reset();
      connection.destroy();
    },
  };
  return { connection: publisher, closed };
}

function writeAll(
  stream: Duplex,
  buffers: readonly Buffer[],
  callback: ((error?: Error | null) => void) | undefined,
): void {
  stream.cork();
  const last = buffers.length - 1;
  for (const [index, buffer] of buffers.entries()) {
    stream.write(buffer, index === last ? callback : undefined);
  }
  stream.uncork();
  if (last < 0) process.nextTick(() => callback?.());
}
