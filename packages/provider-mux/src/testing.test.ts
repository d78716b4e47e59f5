import { expect, test } from "vitest";
import { mux } from "./mux.ts";
import { failure } from "./test-support/simulated.ts";
import { signedRequest } from "./testing.ts";

const secret = "webhook-secret-canary";
const event = {
  type: "video.live_stream.idle",
  id: "e1",
  created_at: "2026-01-02T03:04:05.678000Z",
  data: { id: "LS1" },
};

async function receive(request: Request): Promise<unknown> {
  const { webhooks } = mux({ webhookSecrets: [secret] });
  const body = new Uint8Array(await request.arrayBuffer());
  const verified = await webhooks?.verify({ url: request.url, headers: request.headers, body });
  return verified && webhooks?.translate(verified);
}

test("a signed request is one that the adapter believes", async () => {
  const request = await signedRequest(event, { secret, url: "https://app.example.com/hook" });
  expect(request).toMatchObject({ method: "POST", url: "https://app.example.com/hook" });
  expect(await receive(request)).toMatchObject({ observations: [{ kind: "stream", streamId: "LS1", ended: true }] });
});

test("one of another time, or with another secret, is not", async () => {
  const old = await signedRequest(event, { secret, at: new Date(Date.now() - 3_600_000) });
  expect(await failure(receive(old))).toMatchObject({ reason: "outside_window" });
  const foreign = await signedRequest(JSON.stringify(event), { secret: "another" });
  expect(await failure(receive(foreign))).toMatchObject({ reason: "wrong_signature" });
});
