import type { PresetName } from "../presets/preset-name.ts";

/** Where an RTMP client dials and what it says there. Holds the credential: never log it. */
export type ResolvedRtmpDestination = {
  protocol: "rtmp" | "rtmps";
  /** Ready to dial: lower case, IPv6 without brackets. */
  host: string;
  /** 1935 for RTMP and 443 for RTMPS unless the URL names one. */
  port: number;
  /** The application, its query included; never empty. */
  app: string;
  /** The playpath, byte by byte. */
  streamKey: string;
  /** What `connect` sends: scheme, host, the port where it is not the default, and the application. */
  tcUrl: string;
  /** The preset that the destination was written with. */
  preset?: PresetName;
};

/** Where an SRT caller dials and with what. Holds the credential: never log it. */
export type ResolvedSrtDestination = {
  protocol: "srt";
  /** Ready to dial: lower case, IPv6 without brackets. */
  host: string;
  port: number;
  streamId?: string;
  passphrase?: string;
  /** `SRTO_LATENCY` in milliseconds. */
  latencyMs?: number;
  /** `SRTO_PBKEYLEN` in bytes. */
  pbKeyLength?: 16 | 24 | 32;
};

/** A destination, taken apart. */
export type ResolvedDestination = ResolvedRtmpDestination | ResolvedSrtDestination;
