import { defineCommand } from "citty";
import { composeGateway } from "../compose.ts";
import { banner } from "./banner.ts";
import { checkArgs } from "./check-args.ts";
import { onStopSignal } from "./on-stop-signal.ts";
import { refuseUsage } from "./refuse-usage.ts";
import { reportFailure } from "./report-failure.ts";
import { shutDown } from "./shut-down.ts";

/** Credentials are missing on purpose: every process on the machine can read a command line. */
const flags = {
  config: { type: "string", description: "Config file. Default: polycast.config.ts|mts|js|mjs|json here." },
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
  "data-dir": {
    type: "string",
    description: "Where streams and keys are kept (POLYCAST_DATA_DIR). Default .polycast.",
  },
  provider: { type: "string", description: "Provider of new streams (POLYCAST_PROVIDER). Default selfhost." },
  "allow-private-targets": {
    type: "boolean",
    description: "Lets targets point to private addresses (POLYCAST_ALLOW_PRIVATE_TARGETS). Default false.",
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
} as const;

/** `polycast start`: the gateway with its relay. */
export const start = defineCommand({
  meta: { name: "start", description: "Runs the gateway: HTTP API, and the relay for RTMP." },
  args: flags,
  async run({ args, rawArgs }) {
    const fault = checkArgs({ args, rawArgs }, flags);
    if (fault !== undefined) return refuseUsage(fault, "polycast start");
    try {
      const { gateway, settings } = await composeGateway({ flags: args, env: process.env, cwd: process.cwd() });
      onStopSignal(() => void shutDown(gateway));
      console.log(banner(gateway, settings.host));
    } catch (error) {
      reportFailure(error);
      process.exitCode = 1;
    }
  },
});
