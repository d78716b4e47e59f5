import { manualClock } from "../kernel/clock.ts";
import { livepeerSimulator } from "../livepeer/create-livepeer-simulator.ts";
import { type Launch, type LaunchOptions, shown } from "./launch.ts";

/** Livepeer Studio with its own waits. */
export function launchLivepeer(options: LaunchOptions): Launch {
  const { webhookUrl, webhookSecret, apiKey } = options;
  const sharedSecret = webhookSecret ?? "sim-webhook-secret";
  const simulator = livepeerSimulator({
    ...(options.manualClock ? { clock: manualClock(Date.now()) } : {}),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(webhookUrl === undefined ? {} : { webhooks: [{ url: webhookUrl, sharedSecret }] }),
  });
  const madeUp = livepeerSimulator().credentials.apiKey;
  const credentials = {
    LIVEPEER_API_KEY: shown(apiKey, madeUp),
    ...(webhookUrl === undefined ? {} : { LIVEPEER_WEBHOOK_SECRET: shown(webhookSecret, "sim-webhook-secret") }),
  };
  const user = `-H 'authorization: Bearer ${credentials.LIVEPEER_API_KEY}'`;
  const body =
    '{"name":"first","multistream":{"targets":[{"profile":"source","spec":{"url":"rtmp://live.example/app/made-up"}}]}}';
  return {
    simulator,
    basePath: "/api",
    credentials,
    tryThis: (url) => [
      `curl ${user} ${url}/api/user/me`,
      `curl ${user} ${url}/api/stream -H 'content-type: application/json' -d '${body}'`,
      `curl -X POST ${url}/_simulator/streams/ID/connect   # ID: the "id" of the answer above`,
      `curl ${user} ${url}/api/stream/ID`,
      `curl ${url}/_simulator/webhooks/deliveries`,
    ],
  };
}
