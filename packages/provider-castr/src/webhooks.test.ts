import { Secret, type VerifiedWebhook, type WebhookDelivery } from "@polycast/core/provider";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { signedRequest, type WebhookRequestOptions } from "./testing.ts";
import { createWebhooks } from "./webhooks.ts";

const id = "6226ce5f31ddbeb3754aa243";
const tokens = ["first-token-canary", "second-token-canary"] as const;

async function delivery(event: unknown, options?: WebhookRequestOptions): Promise<WebhookDelivery> {
  const request = await signedRequest(event, options);
  return { url: request.url, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
}

const rejection = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

describe("trap §5: nothing is signed", () => {
  test("without tokens any JSON is taken, as a hint", async () => {
    const webhooks = createWebhooks([]);
    expect(webhooks.signed).toBe(false);
    expect(webhooks).not.toHaveProperty("register");
    const now = new Date("2026-01-02T03:04:05Z");
    const verified = await webhooks.verify(await delivery({ event: "stream.started" }), { now });
    expect(verified).toMatchObject({ type: "stream.started", occurredAt: "2026-01-02T03:04:05.000Z" });
    expect(verified.eventId).toMatch(/^[0-9a-f]{64}$/u);
    expect(webhooks.translate(verified)).toEqual({ observations: [], readAgain: {} });
  });

  test.each([
    [{ event: "stream ended\nx", type: "stream.ended" }, "stream.ended"],
    [{ event: 5, event_type: "live-end" }, "live-end"],
    [{ type: "x".repeat(65) }, "unknown"],
    [["event"], "unknown"],
    [null, "unknown"],
  ])("of %j only a plain word is its type: %s", async (event, type) => {
    expect(await createWebhooks([]).verify(await delivery(event))).toMatchObject({ type });
  });

  test("the id is the same for the same body, and for no other", async () => {
    const webhooks = createWebhooks([]);
    const idOf = async (event: unknown) => (await webhooks.verify(await delivery(event))).eventId;
    expect(await idOf({ a: 1 })).toBe(await idOf({ a: 1 }));
    expect(await idOf({ a: 1 })).not.toBe(await idOf({ a: 2 }));
  });

  test("each of the tokens is taken, and no other", async () => {
    const webhooks = createWebhooks(tokens);
    for (const token of tokens) await webhooks.verify(await delivery({}, { token }));
    for (const [token, reason] of [
      ["first-token-canarx", "wrong_signature"],
      ["first-token", "wrong_signature"],
      ["", "no_signature"],
      [undefined, "no_signature"],
    ] as const) {
      const sent = await delivery({}, token === undefined ? {} : { token });
      expect(await rejection(webhooks.verify(sent))).toMatchObject({ name: "WebhookVerificationError", reason });
    }
  });

  test("tokens of the call go before those of the settings", async () => {
    const webhooks = createWebhooks(tokens);
    const secrets = [new Secret("token-of-the-endpoint")];
    await webhooks.verify(await delivery({}, { token: "token-of-the-endpoint" }), { secrets });
    expect(await rejection(webhooks.verify(await delivery({}, { token: tokens[0] }), { secrets }))).toMatchObject({
      reason: "wrong_signature",
    });
  });

  test("a path alone may carry the token", async () => {
    const sent = await delivery({});
    const webhooks = createWebhooks(tokens);
    await webhooks.verify({ ...sent, url: `/hooks/castr?token=${tokens[1]}` });
    expect(await rejection(webhooks.verify({ ...sent, url: "http://" }))).toMatchObject({ reason: "no_signature" });
  });

  test("what is no JSON, or too much of it, is refused", async () => {
    const webhooks = createWebhooks([]);
    const sent = await delivery({});
    for (const body of [new TextEncoder().encode("{"), new Uint8Array(1_048_577).fill(0x20), new Uint8Array()]) {
      expect(await rejection(webhooks.verify({ ...sent, body }))).toMatchObject({ reason: "malformed_body" });
    }
  });

  test("no token is told", async () => {
    const webhooks = createWebhooks(tokens);
    const error = await rejection(webhooks.verify(await delivery({}, { token: "wrong-token-canary" })));
    expect(`${String(error)} ${JSON.stringify(error)} ${JSON.stringify(webhooks)}`).not.toContain("canary");
  });
});

const translated = (body: unknown) => {
  const webhook: VerifiedWebhook = {
    eventId: "e",
    type: "unknown",
    occurredAt: "2026-01-02T03:04:05.000Z",
    payload: new Secret(body),
  };
  return createWebhooks([]).translate(webhook);
};

describe("which stream, where the body says so under a usual name", () => {
  test.each([
    [{ live_stream_id: id }],
    [{ streamId: id }],
    [{ live_stream: { _id: id } }],
    [{ data: { stream: { id } } }],
    [{ stream_id: 12, data: { stream_id: id } }],
  ])("%j", (body) => {
    expect(translated(body)).toEqual({ observations: [], readAgain: { streamId: id } });
  });

  test.each([[{ id }], [{ stream_id: "../../x" }], [{ live_stream: [id] }], [[]], [null], ["text"], [1]])(
    "%j: all of them",
    (body) => {
      expect(translated(body)).toEqual({ observations: [], readAgain: {} });
    },
  );
});

test("whatever the body, translating it throws nothing and observes nothing", () => {
  fc.assert(
    fc.property(fc.jsonValue(), (body) => {
      expect(translated(body).observations).toEqual([]);
    }),
  );
});
