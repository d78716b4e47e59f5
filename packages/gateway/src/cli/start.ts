import { defineCommand } from "citty";
import { composeGateway } from "../compose.ts";
import { banner } from "./banner.ts";
import { reportFailure } from "./report-failure.ts";
import { onStopSignal } from "./on-stop-signal.ts";
import { shutDown } from "./shut-down.ts";

/** `polycast start`: the gateway with its relay. */
export const start = defineCommand({
  meta: { name: "start", description: "Runs the gateway: HTTP API, and the relay for RTMP." },
  args: {
    config: { type: "string", description: "Config file. Default: polycast.config.ts|mts|js|mjs|json here." },
    host: { type: "string", description: "Address to listen at (POLYCAST_HOST). Default 127.0.0.1." },
    "http-port": { type: "string", description: "Port of the HTTP API (POLYCAST_HTTP_PORT). Default 8787." },
    "rtmp-port": { type: "string", description: "Port of the RTMP ingest (POLYCAST_RTMP_PORT). Default 1935." },
    "data-dir": {
      type: "string",
      description: "Where streams and keys are kept (POLYCAST_DATA_DIR). Default .polycast.",
    },
    provider: { type: "string", description: "Provider of new streams (POLYCAST_PROVIDER). Default selfhost." },
    "log-level": { type: "string", description: "debug, info, warn or error (POLYCAST_LOG_LEVEL). Default info." },
  },
  async run({ args }) {
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
