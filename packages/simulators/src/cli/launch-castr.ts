import { basicAuth } from "../kernel/basic-auth.ts";
import { manualClock } from "../kernel/clock.ts";
import { castrSimulator } from "../castr/create-castr-simulator.ts";
import { type Launch, type LaunchOptions, shown } from "./launch.ts";

/** Castr with its own waits. Its webhooks are not signed, so a secret has no use here. */
export async function launchCastr(options: LaunchOptions): Promise<Launch> {
  const { webhookUrl, tokenId, tokenSecret } = options;
  const simulator = castrSimulator({
    ...(options.manualClock ? { clock: manualClock(Date.now()) } : {}),
    ...(tokenId === undefined ? {} : { tokenId }),
    ...(tokenSecret === undefined ? {} : { secretKey: tokenSecret }),
  });
  if (webhookUrl !== undefined) await addEndpoint(simulator, webhookUrl);
  const madeUp = castrSimulator().credentials;
  const credentials = {
    CASTR_TOKEN_ID: shown(tokenId, madeUp.tokenId),
    CASTR_TOKEN_SECRET: shown(tokenSecret, madeUp.secretKey),
  };
  const user = `-u '${credentials.CASTR_TOKEN_ID}:${credentials.CASTR_TOKEN_SECRET}'`;
  const body = '{"template":"custom","server":"rtmp://live.example/app","key":"made-up","enabled":true}';
  const json = "-H 'content-type: application/json'";
  return {
    simulator,
    basePath: "/v2",
    credentials,
    tryThis: (url) => [
      `curl ${user} ${url}/v2/live_streams ${json} -d '{"name":"first"}'`,
      `curl ${user} ${url}/v2/live_streams/ID/platforms ${json} -d '${body}'   # ID: the "_id" of the answer above`,
      `curl -X POST ${url}/_simulator/streams/ID/connect`,
      `curl ${user} ${url}/v2/live_streams/ID`,
      `curl ${url}/_simulator`,
    ],
  };
}

async function addEndpoint(simulator: ReturnType<typeof castrSimulator>, url: string): Promise<void> {
  const { tokenId, secretKey } = simulator.credentials;
  const response = await simulator.fetch(
    new Request("http://127.0.0.1/v2/webhook_endpoints", {
      method: "POST",
      headers: { authorization: basicAuth(tokenId, secretKey), "content-type": "application/json" },
      body: JSON.stringify({ url }),
    }),
  );
  if (!response.ok) throw new Error(`The webhook endpoint was refused with ${response.status}.`);
}
