import type { PushDestination } from "./destination.ts";

/** What a pusher needs of a connection that takes media; `RtmpPublisherConnection` has it. */
export type PublisherConnection = {
  readonly messageStreamId: number;
  readonly outChunkSize: number;
  readonly localPort: number | undefined;
  readonly remoteAddress: string | undefined;
  readonly remotePort: number | undefined;
  /** Bytes that the peer has acknowledged by RTMP; 0 with peers that never do. */
  readonly acknowledgedBytes: number;
  /** All bytes that the kernel took, handshake included. */
  readonly bytesHandedToKernel: number;
  /** Sends chunked bytes as they are; `callback` runs when the kernel has taken them. */
  write(data: Buffer, callback: (error?: Error | null) => void): void;
  /** Called once when the connection is over, with the reason unless we closed it ourselves. */
  onClose(listener: (error?: Error) => void): void;
  /** Unpublishes and closes within its grace; resolves when nothing is left. */
  close(): Promise<void>;
  /** Closes at once, without a word. */
  destroy(): void;
  /** As `destroy`; also what the kernel still holds does not leave any more, where the system can do that. */
  reset(): void;
};

/** One attempt to connect. */
export type DialRequest = {
  destination: PushDestination;
  /** From 1. */
  attempt: number;
  /** Codecs of Enhanced RTMP that the stream holds; empty for a stream of H.264 and AAC. */
  fourCcs: readonly string[];
  /** Ends the attempt in any stage. */
  signal: AbortSignal;
};

/** Connects up to the point where the destination takes media. */
export type Dial = (request: DialRequest) => Promise<PublisherConnection>;
