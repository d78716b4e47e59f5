import { createWebhookReceiver, type Event, memoryStateStore, type ProviderEvent } from "@polycast/core";
import { expect, test } from "vitest";
import { signedRequest } from "../testing.ts";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "../test-support/simulated.ts";

interceptLivepeer();

const secret = "livepeer-webhook-secret-canary";
const idle = { event: "stream.idle", stream: { id: "s1", isActive: false } };

test("a bad signature is 503: what is answered with a 4xx Livepeer never delivers again", async () => {
  const { provider } = open({ settings: { webhookSecrets: [secret] } });
  const reasons: unknown[] = [];
  const receiver = createWebhookReceiver({ providers: { livepeer: provider } })
    .onAny(() => expect.unreachable())
    .onError(({ error }) => reasons.push(Object(error).reason));
  const forged = await signedRequest(idle, { secret: "another" });
  const unsigned = await signedRequest(idle, { secret });
  unsigned.headers.delete("livepeer-signature");
  for (const request of [forged, unsigned]) {
    const answer = await receiver.handle(request);
    expect([answer.status, await answer.json()]).toEqual([503, { error: "unavailable" }]);
  }
  expect(reasons).toEqual(["wrong_signature", "no_signature"]);
});

test("its next attempt, with a new time and a new signature, is the same event", async () => {
  const { provider } = open({ settings: { webhookSecrets: [secret] } });
  const events: ProviderEvent[] = [];
  let isBroken = true;
  const receiver = createWebhookReceiver({ providers: { livepeer: provider } }).onAny((event) => {
    if (isBroken) throw new Error("not yet");
    events.push(event);
  });
  const event = { ...idle, id: "e1", webhookId: "w1" };
  const attempt = async (ago: number) =>
    (await receiver.handle(await signedRequest(event, { secret, at: new Date(Date.now() - ago) }))).status;
  expect(await attempt(20_000)).toBe(500);
  isBroken = false;
  expect(await attempt(10_000)).toBe(200);
  expect(await attempt(0)).toBe(200);
  expect(events.map(({ id, type }) => [id, type])).toEqual([["e1:w1", "stream.ended"]]);
});

test("with state a target that is switched off does not connect when its stream starts", async () => {
  const { provider } = open({ settings: { webhookSecrets: [secret] } });
  const input = aStream({ targets: [aTarget(1), aTarget(2, { enabled: false })] });
  const { stream } = await provider.streams.create(input, aContext());
  const events: Event[] = [];
  const receiver = createWebhookReceiver({ providers: { livepeer: provider }, state: memoryStateStore() }).onAny(
    (event) => events.push(event),
  );
  const multistream = { targets: stream.targets?.map(({ id }) => ({ id, profile: "source" })) };
  const started = { event: "stream.started", stream: { id: stream.id, isActive: true, multistream } };
  expect((await receiver.handle(await signedRequest(started, { secret }))).status).toBe(200);
  expect(events.map(({ type }) => type)).toContain("stream.live");
  const last = new Map(
    events.flatMap(({ data }) => ("target" in data ? [[data.target.name, data.target.status]] : [])),
  );
  expect(last.get("Target 1")).toMatchObject({ state: "connecting" });
});
