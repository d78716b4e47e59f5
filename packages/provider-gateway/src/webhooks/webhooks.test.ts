import { createWebhookReceiver, memoryStateStore, Secret } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { streamEvent, targetEvent, wireStream } from "../test-support/samples.ts";
import { context, failure, present, stubGateway } from "../test-support/stub-gateway.ts";
import { signedRequest } from "../testing.ts";

const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";
const other = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWc=";

async function verify(request: Request, webhookSecrets = [secret]) {
  const { adapter } = stubGateway({}, { webhookSecrets });
  const body = new Uint8Array(await request.arrayBuffer());
  return present(adapter.webhooks).verify({ url: request.url, headers: request.headers, body });
}

test("a true one verifies: the event's id, type and time", async () => {
  expect(
    await verify(await signedRequest(targetEvent("live"), { secret }), ["not-a-secret", other, secret]),
  ).toMatchObject({
    eventId: "evt_1",
    type: "target.live",
    occurredAt: "2026-03-01T12:00:00.000Z",
  });
});

describe("others do not", () => {
  const event = targetEvent("live");
  test.each([
    ["another secret", () => signedRequest(event, { secret: other }), [secret], "wrong_signature"],
    ["a secret that is none", () => signedRequest(event, { secret }), ["not-a-secret"], "wrong_signature"],
    ["no secret", () => signedRequest(event, { secret }), [], "no_secret"],
    ["long ago", () => signedRequest(event, { secret, at: new Date(1_000) }), [other, secret], "outside_window"],
    [
      "no signature",
      async () => new Request("https://a.example.com", { method: "POST", body: "{}" }),
      [secret],
      "no_signature",
    ],
    ["no event", () => signedRequest({ hello: 1 }, { secret }), [secret], "malformed_body"],
  ] as const)("%s", async (_name, make, secrets, reason) => {
    expect(await failure(verify(await make(), [...secrets]))).toMatchObject({ reason, provider: "gateway" });
  });
});

describe("what one says", () => {
  const webhooks = present(stubGateway({}).adapter.webhooks);
  const told = (event: { id: string; type: string; occurredAt: string }) =>
    webhooks.translate({
      eventId: event.id,
      type: event.type,
      occurredAt: event.occurredAt,
      payload: new Secret<unknown>(event),
    });

  test("a state, heard by webhook, whoever told the gateway", () => {
    const relay = { state: "live", source: "relay" };
    expect(told(targetEvent("live", {}, { status: relay }))).toMatchObject({
      observations: [{ kind: "target", targetId: "tgt_1", status: { state: "live", source: "webhook" } }],
    });
    const assumed = { state: "unknown", source: "assumed" };
    expect(told(targetEvent("unknown", {}, { status: assumed })).observations).toMatchObject([{ status: assumed }]);
  });

  test("a wish of others: the stream is to be read again", () => {
    for (const type of ["created", "updated", "deleted", "change_applied"]) {
      expect(told(targetEvent(type)).readAgain).toEqual({ streamId: "str_1" });
    }
    expect(told(streamEvent("live"))).not.toHaveProperty("readAgain");
  });

  test("nothing, of a type or a body that nobody knows", () => {
    const { id: eventId, occurredAt } = targetEvent("live");
    const payload = new Secret<unknown>(targetEvent("live"));
    expect(webhooks.translate({ eventId, occurredAt, type: "target.teleported", payload })).toEqual({
      observations: [],
    });
    expect(webhooks.translate({ eventId, occurredAt, type: "target.live", payload: new Secret<unknown>(7) })).toEqual({
      observations: [],
    });
  });
});

test("a receiver with state tells a gateway's webhooks as whole events", async () => {
  const before = wireStream({ status: { state: "idle", source: "poll" }, targets: [] });
  const { adapter } = stubGateway({ "GET /v1/streams/str_1": { json: before } }, { webhookSecrets: [secret] });
  const events: string[] = [];
  const receiver = createWebhookReceiver({ providers: { live: adapter }, state: memoryStateStore() });
  receiver.onAny(({ type, provider, streamId }) => events.push(`${type} ${provider} ${streamId}`));
  const now = new Date();
  const times = { occurredAt: now.toISOString(), observedAt: now.toISOString() };
  const request = await signedRequest(streamEvent("live", times), { secret, at: now });
  expect((await receiver.handle(request)).status).toBe(200);
  expect(events).toContain("stream.live live str_1");
});

test("an endpoint is registered with the gateway, which tells its secret once", async () => {
  const { adapter, asked } = stubGateway({
    "POST /v1/webhook-endpoints": { status: 201, json: { id: "whe_1", secret, url: "https://app.example.com" } },
  });
  const registered = await adapter.webhooks?.register?.("https://app.example.com/hook", context());
  expect([registered?.id, registered?.secret.reveal()]).toEqual(["whe_1", secret]);
  expect(asked[0]?.json).toEqual({ url: "https://app.example.com/hook" });
});
