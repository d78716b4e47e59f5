import type { Secret } from "@polycast/core/provider";
import type { driftPolicies, PortRange, roles } from "./fields.ts";
import type { LogLevel } from "./log-level.ts";

/** Which parts this process runs: all, the gateway without a relay, or a relay alone. */
export type Role = (typeof roles)[number];
/** Is drift at a provider shown only, or is what we want put back? */
export type DriftPolicy = (typeof driftPolicies)[number];
/** Requests that one API key may make: so many per second, and so many at once after a pause. */
export type RateLimit = { perSecond: number; burst: number };

/** All settings of a gateway, checked and complete. A port of 0 takes any free one. */
export type Settings = {
  /** Default 8787. */
  httpPort: number;
  /** Default 1935. */
  rtmpPort: number;
  /** Default 1936; used only with a certificate. */
  rtmpsPort: number;
  /** Default 8890 to 8990. */
  srtPorts: PortRange;
  /** The address that everything listens on. Default 127.0.0.1. */
  host: string;
  /** The name or address that goes into ingest URLs. Default: `host`, or 127.0.0.1 where that is a wildcard. */
  publicHost: string;
  /** Where providers and browsers reach the HTTP API, without a slash at the end; absent: not said. */
  publicUrl?: string;
  /** Absolute path. Default `.polycast` in the working directory. */
  dataDir: string;
  /** The first admin key; absent: one is made at the first start. */
  apiKey?: Secret<string>;
  /** What credentials are sealed with, one key or several after commas; absent: a key file in `dataDir`. */
  secretKey?: Secret<string>;
  /** May targets point to loopback and private addresses? Default false. */
  allowPrivateTargets: boolean;
  /** Default `info`. */
  logLevel: LogLevel;
  /** The instance that new streams are made at. Default `selfhost`. */
  provider: string;
  /** Absolute paths of PEM files; absent: no RTMPS. */
  rtmps?: { certFile: string; keyFile: string };
  /** How long the event log keeps an event, at most. Default 30. */
  eventRetentionDays: number;
  /** How long a provider's webhook is kept after it was processed: longer than any provider repeats it. Default 7. */
  inboxRetentionDays: number;
  /** Default `all`; the others need `databaseUrl`, which is how the parts share their streams. */
  role: Role;
  /** The PostgreSQL database that all processes share; absent: the embedded store in `dataDir`. Needs `secretKey`. */
  databaseUrl?: Secret<string>;
  /** Default `show`. */
  drift: DriftPolicy;
  /** May `/metrics` be read without a key? Default false: it takes a key with the scope `read`. */
  metricsPublic: boolean;
  /** Targets that have series of their own in the metrics. Default 0: every series costs whoever keeps it. */
  metricsTargets: number;
  /** Default 50 per second, bursts of twice as many; absent: no limit. */
  rateLimit?: RateLimit;
  /**
   * How long a relay that shares its streams lets sessions go on when it is stopped. Default: 30 for the role `relay`,
   * else 0. Of no effect on the relay of the embedded store.
   */
  drainSeconds?: number;
};
