import { type Observation, Secret, type WebhookDelivery } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { aContext, aStream, aTarget, interceptLivepeer, open } from "../test-support/simulated.ts";

interceptLivepeer();
const context = aContext();

/** An account with a registered webhook, and what arrives there, verified and translated. */
async function opened() {
  const stage = open({ simulator: { fetch: async () => new Response(null, { status: 204 }) } });
  const { provider, simulator, clock } = stage;
  const endpoint = await provider.webhooks?.register?.("https://app.example/hooks/livepeer", context);
  if (!endpoint) throw new Error("no endpoint");
  const input = aStream({ targets: [aTarget(1), aTarget(2, { enabled: false })] });
  const { stream } = await provider.streams.create(input, context);
  let read = 0;
  const arrived = async (): Promise<{ type: string; eventId: string; said: string[] }[]> => {
    await simulator.webhooks.settled();
    const fresh = simulator.webhooks.deliveries().slice(read);
    read += fresh.length;
    return Promise.all(
      fresh.map(async ({ url, headers, body }) => {
        const delivery: WebhookDelivery = { url, headers: new Headers(headers), body: new TextEncoder().encode(body) };
        const options = { secrets: [endpoint.secret], now: new Date(clock.now()) };
        const verified = await provider.webhooks?.verify(delivery, options);
        if (!verified) throw new Error("no webhooks");
        const { observations } = provider.webhooks?.translate(verified) ?? { observations: [] };
        return { type: verified.type, eventId: verified.eventId, said: observations.map(say) };
      }),
    );
  };
  const names = new Map(stream.targets?.map(({ id, name }) => [id, name]));
  const say = (one: Omit<Observation, "streamId">): string => {
    if (!("status" in one)) return "warning";
    const about = "targetId" in one ? names.get(String(one.targetId)) : "stream";
    return `${about} ${Object(one.status).state}`;
  };
  return { ...stage, endpoint, stream, target: stream.targets?.[0]?.id ?? "", arrived };
}

describe.concurrent("a session, as its webhooks tell it", () => {
  test("studio#562, PUSHAUTO: connecting until it is connected, retrying until it is again, and the end, which says nothing of the targets by itself", async () => {
    const { simulator, clock, stream, target, arrived } = await opened();
    await simulator.stage.connect(stream.id);
    expect((await arrived()).map(({ type, said }) => [type, said])).toEqual([
      ["stream.started", ["stream live", "Target 1 connecting", "Target 2 connecting"]],
    ]);
    await clock.advance(8_000);
    expect((await arrived()).map(({ type, said }) => [type, said])).toEqual([
      ["multistream.connected", ["Target 1 live"]],
    ]);
    await simulator.stage.breakTarget(stream.id, target);
    await clock.advance(30_000);
    expect((await arrived()).map(({ type, said }) => [type, said])).toEqual([
      ["multistream.error", ["Target 1 retrying"]],
    ]);
    await simulator.stage.healTarget(stream.id, target);
    await clock.advance(180_000);
    expect((await arrived()).at(-1)).toMatchObject({ type: "multistream.connected", said: ["Target 1 live"] });
    await simulator.stage.end(stream.id);
    expect((await arrived()).map(({ type, said }) => [type, said])).toEqual([
      ["stream.idle", ["stream idle", "Target 1 idle", "Target 2 idle"]],
    ]);
  });

  test("a target that is switched off while it is sent to", async () => {
    const { provider, simulator, clock, stream, target, arrived } = await opened();
    await simulator.stage.connect(stream.id);
    await clock.advance(8_000);
    await arrived();
    await provider.targets.update?.({ streamId: stream.id, id: target }, { enabled: false }, context);
    await clock.advance(30_000);
    expect((await arrived()).map(({ type, said }) => [type, said])).toEqual([
      ["multistream.disconnected", ["Target 1 disabled"]],
    ]);
  });

  test("one event to two webhooks is told apart by its id, and each endpoint has its own secret", async () => {
    const { provider, simulator, stream, endpoint } = await opened();
    const second = await provider.webhooks?.register?.("https://app.example/hooks/again", context);
    expect(second?.secret.reveal()).not.toBe(endpoint.secret.reveal());
    await simulator.stage.connect(stream.id);
    await simulator.webhooks.settled();
    const ids = simulator.webhooks.deliveries().map(({ body }) => {
      const { id, webhookId }: { id: string; webhookId: string } = JSON.parse(body);
      return [id, webhookId];
    });
    expect(ids).toHaveLength(2);
    expect(ids[0]?.[0]).toBe(ids[1]?.[0]);
    expect(ids[0]?.[1]).not.toBe(ids[1]?.[1]);
  });
});

describe.concurrent("register", () => {
  test("whose answer was lost makes one endpoint: it is found by its secret", async () => {
    const { provider, simulator } = open();
    const body = { errors: ["Internal server error: FetchError"] };
    const fault = { kind: "answer_after_commit", status: 500, body } as const;
    simulator.faults.add({ method: "POST", path: "/api/webhook", fault });
    const made = await provider.webhooks?.register?.("https://app.example/hook", context);
    const stored: unknown = await provider.request?.({ path: "/webhook" });
    expect(stored).toMatchObject([
      {
        id: made?.id,
        url: "https://app.example/hook",
        sharedSecret: made?.secret.reveal(),
        events: [
          "stream.started",
          "stream.idle",
          "multistream.connected",
          "multistream.error",
          "multistream.disconnected",
        ],
      },
    ]);
    expect(stored).toHaveLength(1);
  });

  test("of an address that Livepeer does not take is told", async () => {
    const { provider } = open();
    const made = provider.webhooks?.register?.("ftp://app.example/hook", context);
    await expect(made).rejects.toMatchObject({ code: "invalid_argument" });
  });
});

test("the settings' secrets are used where a call names none, and the environment's where the settings have none", async () => {
  const { provider } = open({ settings: { webhookSecrets: ["old", "new"] } });
  const { signedRequest } = await import("../testing.ts");
  const request = await signedRequest({ event: "stream.idle", stream: { id: "s1" } }, { secret: "new" });
  const delivery = { url: request.url, headers: request.headers, body: new Uint8Array(await request.arrayBuffer()) };
  expect(await provider.webhooks?.verify(delivery)).toMatchObject({ type: "stream.idle" });
  const other = provider.webhooks?.verify(delivery, { secrets: [new Secret("other")] });
  await expect(other).rejects.toMatchObject({ reason: "wrong_signature" });
});
