import { RtmpProtocolError } from "./protocol-error.ts";

/** How far a publishing connection had come. */
export type ConnectStage = "dns" | "tcp" | "tls" | "handshake" | "connect" | "publish" | "live";

/**
 * What went wrong, by what it means for the next attempt. `rejected` and `bad_name` are the
 * server's own words; `closed` is a silent end, which many platforms use for a wrong key.
 */
export type ConnectFailureKind =
  | "dns"
  | "refused"
  | "timeout"
  | "tls"
  | "rejected"
  | "bad_name"
  | "closed"
  | "reset"
  | "protocol"
  | "unreachable";

const TEXT: Record<ConnectFailureKind, string> = {
  dns: "the host name cannot be resolved",
  refused: "the connection was refused",
  timeout: "no answer in time",
  tls: "TLS could not be established",
  rejected: "the server rejected the publisher",
  bad_name: "the server does not take this stream name, or it is in use",
  closed: "the server closed the connection",
  reset: "the connection was reset",
  protocol: "the server does not follow the RTMP protocol",
  unreachable: "the server cannot be reached",
};

const KIND_BY_ERRNO: Record<string, ConnectFailureKind> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  EAI_NODATA: "dns",
  EAI_NONAME: "dns",
  ECONNREFUSED: "refused",
  ETIMEDOUT: "timeout",
  ECONNRESET: "reset",
  ECONNABORTED: "reset",
  EPIPE: "reset",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  EACCES: "unreachable",
  EPERM: "unreachable",
};

/** A publishing connection failed. No part of it holds a stream key. */
export class RtmpConnectError extends Error {
  readonly stage: ConnectStage;
  readonly kind: ConnectFailureKind;
  /** An RTMP status code such as `NetStream.Publish.BadName`, or an error code such as `ECONNREFUSED`. */
  readonly code: string | undefined;

  constructor(
    stage: ConnectStage,
    kind: ConnectFailureKind,
    facts: { code?: string | undefined; detail?: string | undefined } = {},
  ) {
    const code = facts.code === undefined ? "" : ` (${facts.code})`;
    const detail = facts.detail === undefined ? "" : `: ${facts.detail}`;
    super(`${stage}: ${TEXT[kind]}${code}${detail}`);
    this.name = "RtmpConnectError";
    this.stage = stage;
    this.kind = kind;
    this.code = facts.code;
  }
}

/** Classifies what a socket or the protocol reader reported; undefined means a silent close. */
export function toConnectError(error: Error | undefined, stage: ConnectStage): RtmpConnectError {
  if (error === undefined) return new RtmpConnectError(stage, "closed");
  if (error instanceof RtmpConnectError) return error;
  if (error instanceof RtmpProtocolError) {
    return new RtmpConnectError(stage, "protocol", { code: error.code, detail: error.message });
  }
  const code = "code" in error && typeof error.code === "string" ? error.code : undefined;
  const known = code === undefined ? undefined : KIND_BY_ERRNO[code];
  return new RtmpConnectError(stage, known ?? (stage === "tls" ? "tls" : "reset"), { code });
}
