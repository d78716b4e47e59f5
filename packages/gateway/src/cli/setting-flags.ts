import type { ArgsDef } from "citty";

/** Flags of the commands that read a gateway's settings. */
export const configFlags = {
  config: { type: "string", description: "Config file. Default: polycast.config.ts|mts|js|mjs|json here." },
} as const satisfies ArgsDef;

/**
 * The settings that may stand on the command line. Credentials are missing on purpose: every process on the machine can
 * read it.
 */
export const settingFlags = {
  ...configFlags,
  role: {
    type: "string",
    description: "all, gateway or relay: which parts run here (POLYCAST_ROLE). Default all.",
  },
  host: { type: "string", description: "Address to listen at (POLYCAST_HOST). Default 127.0.0.1." },
  "public-host": { type: "string", description: "Host in ingest URLs (POLYCAST_PUBLIC_HOST). Default: the host." },
  "public-url": {
    type: "string",
    description: "URL that webhooks of providers reach the HTTP API by (POLYCAST_PUBLIC_URL). Default: not said.",
  },
  "http-port": { type: "string", description: "Port of the HTTP API (POLYCAST_HTTP_PORT). Default 8787." },
  "rtmp-port": { type: "string", description: "Port of the RTMP ingest (POLYCAST_RTMP_PORT). Default 1935." },
  "rtmps-port": { type: "string", description: "Port of the RTMPS ingest (POLYCAST_RTMPS_PORT). Default 1936." },
  "rtmps-cert": {
    type: "string",
    description: "PEM file of its certificate (POLYCAST_RTMPS_CERT). Default: no RTMPS.",
  },
  "rtmps-key": { type: "string", description: "PEM file of the certificate's key (POLYCAST_RTMPS_KEY)." },
  "srt-ports": { type: "string", description: "Ports of the SRT ingest (POLYCAST_SRT_PORTS). Default 8890-8990." },
  "data-dir": {
    type: "string",
    description: "Where streams and keys are kept (POLYCAST_DATA_DIR). Default .polycast.",
  },
  provider: { type: "string", description: "Provider of new streams (POLYCAST_PROVIDER). Default selfhost." },
  drift: {
    type: "string",
    description: "show or enforce: what is done about changes made elsewhere (POLYCAST_DRIFT). Default show.",
  },
  "allow-private-targets": {
    type: "boolean",
    description: "Lets targets point to private addresses (POLYCAST_ALLOW_PRIVATE_TARGETS). Default false.",
  },
  "metrics-public": {
    type: "boolean",
    description: "Lets /metrics be read without a key (POLYCAST_METRICS_PUBLIC). Default false.",
  },
  "metrics-targets": {
    type: "string",
    description: "Targets that have series of their own in the metrics (POLYCAST_METRICS_TARGETS). Default 0.",
  },
  "rate-limit": {
    type: "string",
    description: "Requests per second and key, 0 for no limit (POLYCAST_RATE_LIMIT). Default 50.",
  },
  "drain-seconds": {
    type: "string",
    description:
      "How long a relay that is stopped lets sessions go on (POLYCAST_DRAIN_SECONDS). Default 30, or 0 for all.",
  },
  "event-retention-days": {
    type: "string",
    description: "How long events are kept (POLYCAST_EVENT_RETENTION_DAYS). Default 30.",
  },
  "inbox-retention-days": {
    type: "string",
    description: "How long webhooks of providers are kept (POLYCAST_INBOX_RETENTION_DAYS). Default 7.",
  },
  "log-level": { type: "string", description: "debug, info, warn or error (POLYCAST_LOG_LEVEL). Default info." },
} as const satisfies ArgsDef;
