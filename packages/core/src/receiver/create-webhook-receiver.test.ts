import { describe, expect, test, vi } from "vitest";
import type { ProviderWebhooks } from "../contract/webhooks.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import { Secret } from "../redaction/secret.ts";
import { createWebhookReceiver } from "./create-webhook-receiver.ts";
import { aFake, first, goLive, problems, requestOf, requestsOf, streamId } from "./receiver.test.support.ts";

/** As the fake numbers its events. */
const eventId = expect.stringMatching(/^event-\d+$/);
const url = "https://app.example/webhooks/fake";

async function said(response: Response): Promise<[number, unknown]> {
  return [response.status, await response.json()];
}

/** The fake adapter with webhooks of another kind. */
function otherwise(adapter: ProviderAdapter, differences: Partial<ProviderWebhooks>): ProviderAdapter {
  if (!adapter.webhooks) throw new Error("no webhooks");
  return { ...adapter, webhooks: { ...adapter.webhooks, ...differences } };
}

const refusing = (reason: WebhookVerificationError["reason"]): Partial<ProviderWebhooks> => ({
  verify: () => Promise.reject(new WebhookVerificationError(reason, { provider: "fake" })),
});

describe("what is told", () => {
  test("each webhook by itself, in the provider's ids", async () => {
    const fake = aFake();
    const told: unknown[] = [];
    const receiver = createWebhookReceiver({ providers: { show: fake.provider } }).onAny(
      (event) => void told.push(event),
    );
    fake.goLive(streamId);
    fake.fail(first, "unauthorized");
    fake.endSession(streamId);
    for (const request of await requestsOf(fake)) {
      expect(await said(await receiver.handle(request))).toEqual([200, { received: true }]);
    }
    const inSession = { provider: "show", streamId, sessionId: "session-1", occurredAt: expect.any(String) };
    const id = expect.stringMatching(/^event-\d+$/);
    const ofTarget = { ...inSession, id, targetId: first.id };
    expect(told[0]).toEqual({
      ...inSession,
      id,
      type: "stream.live",
      status: expect.objectContaining({ state: "live" }),
    });
    expect(told).toContainEqual({
      ...ofTarget,
      type: "target.retrying",
      status: expect.objectContaining({ state: "retrying", source: "webhook", reason: expect.anything() }),
    });
    expect(told).toContainEqual(expect.objectContaining({ type: "stream.ended", streamId }));
    expect(new Set(told.map((event) => Object(event).id)).size).toBe(told.length);
    expect(fake.callCount()).toBe(0);
  });

  test("handlers run in the order of registration, by type, by list and for all", async () => {
    const fake = aFake();
    const ran: string[] = [];
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } })
      .on("stream.live", async ({ status }) => {
        await Promise.resolve();
        ran.push(`one ${status.state}`);
      })
      .on(["stream.live", "stream.ended"], ({ type }) => void ran.push(`list ${type}`))
      .on("target.failed", () => void ran.push("never"))
      .onAny(({ type }) => void ran.push(`any ${type}`));
    await receiver.handle(await goLive(fake));
    expect(ran).toEqual(["one live", "list stream.live", "any stream.live"]);
  });

  test("a webhook from which nothing follows, with its body kept from logs", async () => {
    const fake = aFake();
    const unknown: unknown[] = [];
    const adapter = otherwise(fake.provider, { translate: () => ({ observations: [] }) });
    const receiver = createWebhookReceiver({ providers: { fake: adapter } })
      .onAny(() => expect.unreachable())
      .onUnknown((webhook) => void unknown.push(webhook));
    const delivery = await goLive(fake);
    expect((await receiver.handle(delivery.clone())).status).toBe(200);
    expect((await receiver.handle(delivery)).status).toBe(200);
    const about = { provider: "fake", type: "stream.changed", eventId, occurredAt: expect.any(String) };
    expect(unknown).toEqual([{ ...about, payload: expect.any(Secret) }]);
    expect(JSON.stringify(unknown)).not.toContain("session-1");
  });
});

describe("once", () => {
  test("a webhook that is done is passed over, also under another provider's name if it is that one's", async () => {
    const fake = aFake();
    const providers = { one: fake.provider, two: fake.provider };
    const told: string[] = [];
    const receiver = createWebhookReceiver({ providers }).onAny(({ provider }) => void told.push(provider));
    const request = await goLive(fake);
    for (const provider of ["one", "one", "two", "one"]) {
      expect((await receiver.handle(request.clone(), { provider })).status).toBe(200);
    }
    expect(told).toEqual(["one", "two"]);
  });

  test("two deliveries at one time share a run, and its answer", async () => {
    const fake = aFake();
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } }).onAny(() => {
      runs += 1;
      return gate.promise;
    });
    const request = await goLive(fake);
    const answers = [receiver.handle(request.clone()), receiver.handle(request.clone())];
    gate.reject(new Error("the database is down"));
    expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([500, 500]);
    expect(runs).toBe(1);
  });

  test("a handler that throws makes it come again, and keeps no other from running", async () => {
    const fake = aFake();
    const { told, tell } = problems();
    const ran: string[] = [];
    let isBroken = true;
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } })
      .on("stream.live", () => {
        if (isBroken) throw new Error("the chat is down");
        ran.push("first");
      })
      .onAny(() => void ran.push("second"))
      .onError(tell);
    const request = await goLive(fake);
    expect(await said(await receiver.handle(request.clone()))).toEqual([500, { error: "failed" }]);
    expect(told).toEqual([
      {
        provider: "fake",
        eventId,
        type: "stream.changed",
        during: "handler",
        error: new Error("the chat is down"),
      },
    ]);
    isBroken = false;
    expect((await receiver.handle(request.clone())).status).toBe(200);
    expect((await receiver.handle(request)).status).toBe(200);
    expect(ran).toEqual(["second", "first", "second"]);
  });

  test("with waitUntil the answer does not wait, and what is thrown then is told", async () => {
    const fake = aFake();
    const { tell, during } = problems();
    const gate = Promise.withResolvers<void>();
    const work: Promise<unknown>[] = [];
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } })
      .onAny(() => gate.promise)
      .onError(tell);
    const answer = await receiver.handle(await goLive(fake), { waitUntil: (promise) => void work.push(promise) });
    expect(answer.status).toBe(200);
    expect(work).toHaveLength(1);
    gate.reject(new Error("too late"));
    await Promise.all(work);
    expect(during()).toEqual(["handler"]);
  });
});

describe("what is not believed", () => {
  test.each([
    ["no_signature", true, 401, "unauthorized"],
    ["malformed_signature", true, 401, "unauthorized"],
    ["wrong_signature", true, 401, "unauthorized"],
    ["wrong_signature", false, 503, "unavailable"],
    ["no_signature", false, 503, "unavailable"],
    ["malformed_body", true, 400, "malformed"],
    ["malformed_body", false, 400, "malformed"],
    ["no_secret", true, 503, "unavailable"],
  ] as const)("%s, delivered again after a 4xx: %s: %i", async (reason, retriesRefused, status, word) => {
    const fake = aFake();
    const { told, tell } = problems();
    const adapter = otherwise(fake.provider, { ...refusing(reason), retriesRefused });
    const receiver = createWebhookReceiver({ providers: { fake: adapter } })
      .onAny(() => expect.unreachable())
      .onError(tell);
    expect(await said(await receiver.handle(await goLive(fake)))).toEqual([status, { error: word }]);
    expect(told).toEqual([{ provider: "fake", during: "verify", error: expect.objectContaining({ reason }) }]);
  });

  test("an adapter that throws something else is no fault of the sender", async () => {
    const fake = aFake();
    const adapter = otherwise(fake.provider, { verify: () => Promise.reject(new Error("a bug")) });
    const receiver = createWebhookReceiver({ providers: { fake: adapter } });
    expect((await receiver.handle(await goLive(fake))).status).toBe(503);
  });

  test("a true signature from another time is told, answered with 200, and not handed out", async () => {
    const fake = aFake();
    const { told, tell } = problems();
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider }, tolerance: -1 })
      .onAny(() => expect.unreachable())
      .onError(tell);
    expect((await receiver.handle(await goLive(fake))).status).toBe(200);
    expect(told).toMatchObject([{ during: "verify", eventId, error: { reason: "outside_window" } }]);
  });

  test("nothing that went wrong repeats a body or a secret", async () => {
    const fake = aFake();
    const { told, tell } = problems();
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } }).onError(tell);
    const request = await goLive(fake);
    const { headers } = request;
    for (const body of [`${await request.text()} `, "canary-body", ""]) {
      const answer = await receiver.handle(new Request(url, { method: "POST", headers, body }));
      expect(await answer.text()).not.toContain("canary");
    }
    const shown = told.map(({ error }) => `${String(error)} ${JSON.stringify(error)}`).join();
    expect(told).toHaveLength(3);
    expect(shown).not.toMatch(/canary|session-1/);
  });
});

describe("a request", () => {
  test("that is no POST", async () => {
    const receiver = createWebhookReceiver({ providers: { fake: aFake().provider } });
    const answer = await receiver.handle(new Request(url));
    expect(answer.headers.get("allow")).toBe("POST");
    expect(await said(answer)).toEqual([405, { error: "method_not_allowed" }]);
  });

  test.each([
    ["by the option", { provider: "two" }, url],
    ["by the last segment of the path", {}, "https://app.example/hooks/two/?token=one"],
  ])("names its provider %s", async (_name, options, address) => {
    const fake = aFake();
    const told: string[] = [];
    const providers = { one: aFake().provider, two: fake.provider };
    const receiver = createWebhookReceiver({ providers }).onAny(({ provider }) => void told.push(provider));
    const request = await goLive(fake);
    const body = await request.arrayBuffer();
    await receiver.handle(new Request(address, { method: "POST", headers: request.headers, body }), options);
    expect(told).toEqual(["two"]);
  });

  test.each([["nobody"], ["__proto__"], ["toString"], [""]])(
    "of a provider that is not there: %j",
    async (provider) => {
      const { told, tell } = problems();
      const silent = { ...aFake().provider, webhooks: undefined };
      const { webhooks: _none, ...quiet } = silent;
      const receiver = createWebhookReceiver({ providers: { one: aFake().provider, two: aFake().provider, quiet } });
      receiver.onError(tell);
      for (const name of [provider, "quiet"]) {
        const request = new Request(`https://app.example/${name}`, { method: "POST", body: "{}" });
        expect(await said(await receiver.handle(request))).toEqual([404, { error: "not_found" }]);
      }
      expect(told.map(({ during, error }) => [during, Object(error).code])).toEqual([
        ["request", "invalid_argument"],
        ["request", "invalid_argument"],
      ]);
    },
  );

  test("of more than 1 MiB, whatever it promises", async () => {
    const { tell, during } = problems();
    const receiver = createWebhookReceiver({ providers: { fake: aFake().provider } }).onError(tell);
    let sent = 0;
    const body = new ReadableStream({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    const init = { method: "POST", body, duplex: "half", headers: { "content-length": "5" } };
    expect((await receiver.handle(new Request(url, init))).status).toBe(413);
    expect(sent).toBeLessThan(2 * 1_024 * 1_024);
    expect(during()).toEqual(["request"]);
  });

  test("whose body somebody has read is a mistake in the app", async () => {
    const fake = aFake();
    const receiver = createWebhookReceiver({ providers: { fake: fake.provider } });
    const request = await goLive(fake);
    await request.text();
    await expect(receiver.handle(request)).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

test("of those that only ask for a read only so many are under way", async () => {
  const fake = aFake();
  const { tell, told } = problems();
  const gate = Promise.withResolvers<never>();
  const hint = { signed: false, translate: () => ({ observations: [], readAgain: { streamId } }) };
  const adapter = otherwise({ ...fake.provider, poll: () => gate.promise }, hint);
  const receiver = createWebhookReceiver({ providers: { fake: adapter } }).onError(tell);
  const request = await goLive(fake);
  const first = Array.from({ length: 32 }, () => receiver.handle(request.clone()));
  await vi.waitFor(async () => expect((await receiver.handle(request.clone())).status).toBe(503));
  expect(told).toMatchObject([{ during: "read", error: { code: "rate_limited" } }]);
  gate.reject(new Error("down"));
  expect(new Set((await Promise.all(first)).map(({ status }) => status))).toEqual(new Set([503]));
});

describe("beside handle", () => {
  test("verify and translate are its halves", async () => {
    const fake = aFake();
    const receiver = createWebhookReceiver({ providers: { show: fake.provider } });
    fake.goLive(streamId);
    const [delivery] = await fake.takeWebhooks();
    if (!delivery) throw new Error("nothing was sent");
    const webhook = await receiver.verify(delivery);
    expect(webhook).toMatchObject({ provider: "show", eventId, type: "stream.changed" });
    expect(await receiver.verify(requestOf(delivery))).toMatchObject({ eventId });
    expect(receiver.translate(webhook)).toMatchObject({ observations: [{ kind: "stream", streamId }] });
    const forged = receiver.verify({ ...delivery, headers: new Headers() });
    await expect(forged).rejects.toMatchObject({ reason: "no_signature" });
    await expect(receiver.verify(delivery, { provider: "nobody" })).rejects.toMatchObject({ code: "invalid_argument" });
  });

  test("a handler that is registered too late is refused", async () => {
    const receiver = createWebhookReceiver({ providers: { fake: aFake().provider } });
    await receiver.handle(new Request(url));
    for (const late of [() => receiver.onAny(() => {}), () => receiver.on("stream.live", () => {})]) {
      expect(late).toThrow(expect.objectContaining({ code: "conflict" }));
    }
  });

  test("an adapter of another version is refused at once", () => {
    const adapter = { ...aFake().provider, specVersion: 99 } as unknown as ProviderAdapter;
    expect(() => createWebhookReceiver({ providers: { fake: adapter } })).toThrow(
      expect.objectContaining({ code: "adapter_incompatible" }),
    );
  });
});
