import type { MediaMessage } from "./message.ts";

/** What a publisher asks for. `app` and `streamName` may hold credentials: never log them. */
export type PublishRequest = {
  /** As sent with `connect`; may carry a query. */
  app: string;
  /** As sent with `publish`: usually the stream key, verbatim. */
  streamName: string;
  /** The peer's IP address; IPv4 in its dotted form. */
  remoteAddress: string;
  /** Whether the connection is TLS. */
  secure: boolean;
  /** Harmless parts of the connect object; addresses, which may hold keys, are left out. */
  connectObject: ConnectFacts;
  /** Aborted when the peer is gone. */
  signal: AbortSignal;
};

/** What an encoder says about itself, bounded in size. */
export type ConnectFacts = {
  /** The encoder's name and version, for instance `FMLE/3.0 (compatible; Lavf61.7.100)`. */
  flashVer?: string;
  /** Codecs of Enhanced RTMP that it may send, for instance `hvc1`. */
  fourCcList?: string[];
};

/** The owner's answer to a {@link PublishRequest}. */
export type PublishDecision =
  | { accept: true; sink: PublishSink }
  | {
      accept: false;
      /** The last two are about this server at this moment: worth another attempt, here or at its neighbour. */
      code:
        | "NetStream.Publish.BadName"
        | "NetStream.Publish.Denied"
        | "NetConnection.Connect.AppShutdown"
        | "NetConnection.Connect.Failed";
      /** Shown to the person at the encoder. */
      description: string;
    };

/** Why a publication ended. */
export type PublishEnd = "unpublished" | "disconnected" | "replaced" | "protocol_error" | "server_closed";

/** Takes what an accepted publisher sends. */
export type PublishSink = {
  /** Audio, video and data in arrival order. A throw ends this publication as `server_closed`. */
  media(message: MediaMessage): void;
  /** Exactly once; no media follows. */
  closed(reason: PublishEnd): void;
};

/** The owner's hold on one publisher's connection. */
export type PublisherConnection = {
  /** Bytes received on the connection so far. */
  readonly bytesRead: number;
  /** Stops taking media, so that TCP slows the publisher down. */
  pause(): void;
  resume(): void;
  /** Tells the publisher, closes the connection, and the sink with this reason. */
  disconnect(reason: "replaced" | "server_closed"): void;
};

/** Bounds on what peers may take. */
export type RtmpServerLimits = {
  /** Open TCP connections; further ones are closed at once. Default 1000. */
  maxConnections: number;
  /** Connections per remote address (IPv6: per /64) that do not publish yet. Default 64. */
  maxPendingPerAddress: number;
  /** Milliseconds from accept to an accepted publish. Default 10 000. */
  publishDeadlineMs: number;
  /** Milliseconds without a byte from an accepted publisher. Default 30 000. */
  idleMs: number;
  /** Milliseconds that a peer has for reading the last words before it is cut off. Default 1000. */
  closeGraceMs: number;
  /** Largest message before publish, in bytes. Default 64 KiB. */
  maxMessageSizeBeforePublish: number;
  /** Largest message afterwards, in bytes. Default 8 MiB. */
  maxMessageSize: number;
  /** Chunk streams per connection. Default 64. */
  maxChunkStreams: number;
};

/** The limits that hold unless others are given. */
export const DEFAULT_SERVER_LIMITS: RtmpServerLimits = {
  maxConnections: 1000,
  maxPendingPerAddress: 64,
  publishDeadlineMs: 10_000,
  idleMs: 30_000,
  closeGraceMs: 1000,
  maxMessageSizeBeforePublish: 64 * 1024,
  maxMessageSize: 8 * 1024 * 1024,
  maxChunkStreams: 64,
};

/** Decides about one publisher. May take its time: no media is read meanwhile. */
export type OnPublish = (
  request: PublishRequest,
  connection: PublisherConnection,
) => PublishDecision | Promise<PublishDecision>;

/** Where a reported failure happened. */
export type FailureContext = {
  /** Absent for failures of the listener itself. */
  remoteAddress?: string;
  publishing: boolean;
};
