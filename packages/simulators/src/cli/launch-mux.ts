import { manualClock } from "../kernel/clock.ts";
import { muxSimulator } from "../mux/create-mux-simulator.ts";
import { documentedMuxRateLimits } from "../mux/settings.ts";
import { type Launch, type LaunchOptions, shown } from "./launch.ts";

/** Mux with its rate limits and with waits that a person can watch. */
export function launchMux(options: LaunchOptions): Launch {
  const { webhookUrl, webhookSecret, tokenId, tokenSecret } = options;
  const simulator = muxSimulator({
    rateLimits: documentedMuxRateLimits,
    timings: { firstFrameMs: 1000, activeMs: 4000, targetConnectMs: 2000, targetRetryMs: 2000 },
    ...(options.manualClock ? { clock: manualClock(Date.now()) } : {}),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(tokenSecret === undefined ? {} : { tokenSecret }),
    ...(webhookUrl === undefined
      ? {}
      : { webhooks: [{ url: webhookUrl, secret: webhookSecret ?? "sim-webhook-secret" }] }),
  });
  const credentials = {
    MUX_TOKEN_ID: shown(tokenId, "sim-token-id"),
    MUX_TOKEN_SECRET: shown(tokenSecret, "sim-token-secret"),
    ...(webhookUrl === undefined ? {} : { MUX_WEBHOOK_SECRET: shown(webhookSecret, "sim-webhook-secret") }),
  };
  const user = `-u '${credentials.MUX_TOKEN_ID}:${credentials.MUX_TOKEN_SECRET}'`;
  const body = '{"simulcast_targets":[{"url":"rtmp://live.example/app","stream_key":"made-up"}]}';
  return {
    simulator,
    basePath: "",
    credentials,
    tryThis: (url) => [
      `curl ${user} ${url}/system/v1/whoami`,
      `curl ${user} ${url}/video/v1/live-streams -H 'content-type: application/json' -d '${body}'`,
      `curl -X POST ${url}/_simulator/streams/ID/connect   # ID: the "id" of the answer above`,
      `curl ${user} ${url}/video/v1/live-streams/ID`,
      `curl ${url}/_simulator/webhooks/deliveries`,
    ],
  };
}
