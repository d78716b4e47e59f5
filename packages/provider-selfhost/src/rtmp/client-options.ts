import type { TlsOptions } from "node:tls";
import type { WriteFence } from "./write-fence.ts";

/** Where and as what to publish. */
export type PublisherOptions = {
  /** The server's name, or an IP address without brackets: used for TLS (SNI, certificate), and dialled unless `address` is given. */
  host: string;
  /** An IP address that was resolved, and checked, before. */
  address?: string;
  port: number;
  /** RTMPS. `true` is the default verification. */
  tls?: boolean | Pick<TlsOptions, "ca" | "rejectUnauthorized">;
  app: string;
  /** The stream key, verbatim. Never part of an error. */
  streamName: string;
  /** What `connect` names as the server's URL, without the stream key. */
  tcUrl: string;
  /** FourCCs of Enhanced RTMP that the stream may hold; not announced when absent. */
  fourCcList?: readonly string[];
  /** Bytes per chunk of what is sent. Default 4096. */
  outChunkSize?: number;
  timeouts?: Partial<PublisherTimeouts>;
  /** Nothing is written while it is closed. Without one, everything is written as soon as possible. */
  fence?: WriteFence;
  /** Ends the attempt in any stage; without effect once the connection is live. */
  signal?: AbortSignal;
};

/** Milliseconds that each stage may take. */
export type PublisherTimeouts = {
  /** DNS and TCP together. Default 10 000. */
  connectMs: number;
  /** TLS, and then again the RTMP handshake. Default 10 000. */
  handshakeMs: number;
  /** `connect`, and then again everything up to the publish answer. Default 10 000. */
  commandMs: number;
  /** From `close()` until the socket is cut. Default 2000. */
  closeMs: number;
};

/** The timeouts that hold unless others are given. */
export const DEFAULT_PUBLISHER_TIMEOUTS: PublisherTimeouts = {
  connectMs: 10_000,
  handshakeMs: 10_000,
  commandMs: 10_000,
  closeMs: 2000,
};
