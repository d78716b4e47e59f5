import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { TLSSocket } from "node:tls";
import type { FencedSocket } from "./fenced-socket.ts";

/** A connection to a server as its bytes go through it, and what is known of the socket under it. */
export type Wire = {
  stream: Duplex;
  /** For its addresses. */
  socket: Socket;
  /** Bytes that the kernel took; with TLS counted before encryption. */
  bytesHanded(): number;
  /** Closes at once; what the kernel has not sent yet is thrown away where the system can do that. */
  reset(): void;
};

/** A socket of Node's own, TCP or TLS. */
export function plainWire(socket: Socket): Wire {
  return {
    stream: socket,
    socket,
    bytesHanded: () => socket.bytesWritten - socket.writableLength,
    reset: () => void socket.destroy(),
  };
}

/** One that writes behind a fence, with TLS above it or without. */
export function fencedWire(socket: Socket, fenced: FencedSocket, tls: TLSSocket | undefined): Wire {
  return {
    stream: tls ?? fenced,
    socket,
    bytesHanded: tls ? () => tls.bytesWritten - tls.writableLength : () => fenced.bytesHanded,
    reset() {
      socket.resetAndDestroy();
      tls?.destroy();
      fenced.destroy();
    },
  };
}
