import { createHmac } from "node:crypto";
import { Events, type WebhookInput } from "livepeer/models/components/webhook.js";
import { expect, test } from "vitest";
import { recordCalls } from "../record-calls.ts";
import { openWebhookReceiver } from "../webhook-receiver.ts";
import { openLivepeer } from "./open-livepeer.ts";
import { sdkErrorOf } from "./sdk-error.ts";

const SECRET = "shared-secret";
const EVENTS = [Events.StreamStarted, Events.StreamIdle, Events.MultistreamConnected];

test("the SDK's every call for webhooks, and which of them it misunderstands", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openLivepeer();
  const { simulator } = opened;
  const { calls: webhooks, called, offered } = recordCalls(opened.livepeer.webhook);
  const input: WebhookInput = { name: "w", url: receiver.url, events: EVENTS, sharedSecret: SECRET };

  // 201 where the SDK expects 200: it is made, and its id has to be looked up.
  const created = await webhooks.create(input);
  expect(created).toMatchObject({ statusCode: 201, error: {} });
  expect(created.webhook).toBeUndefined();
  const [webhook] = (await webhooks.getAll()).data ?? [];
  expect(webhook).toMatchObject({ name: "w", url: receiver.url, events: EVENTS, createdAt: expect.any(Number) });
  const id = webhook?.id ?? "";
  expect((await webhooks.get(id)).webhook).toEqual(webhook);

  // PUT wants the id in the body, which the SDK's input does not have.
  expect(await sdkErrorOf(webhooks.update({ ...input, name: "renamed" }, id))).toMatchObject({ statusCode: 404 });
  expect((await webhooks.get(id)).webhook?.name).toBe("w");

  const streamId = (await opened.livepeer.stream.create({ name: "s" })).stream?.id ?? "";
  await simulator.stage.connect(streamId);
  const [sent] = await receiver.take(1);
  await simulator.webhooks.settled();
  const [entry] = (await webhooks.getLogs(id)).data ?? [];
  expect(entry).toMatchObject({
    event: "stream.started",
    success: true,
    webhookId: id,
    request: { url: receiver.url, method: "POST", body: sent?.body },
    response: { status: 204 },
  });
  expect((await webhooks.getLog(id, entry?.id ?? "")).webhookLog).toEqual(entry);
  expect(await webhooks.resendLog(id, entry?.id ?? "")).toMatchObject({ statusCode: 200 });
  const [again] = await receiver.take(1);
  expect(JSON.parse(again?.body ?? "{}")).toMatchObject({ id: JSON.parse(sent?.body ?? "{}").id, webhookId: id });

  // 204 where the SDK expects 200 with the webhook: it is gone, and the SDK throws.
  expect(await sdkErrorOf(webhooks.delete(id))).toEqual({ statusCode: 204, body: undefined });
  expect((await webhooks.getAll()).data).toEqual([]);
  expect(called()).toEqual(offered());
});

test("deliveries are signed over the body alone, and carry their time in it", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openLivepeer({ timings: { connectMs: 0 } });
  const { simulator, livepeer } = opened;
  await livepeer.webhook.create({ name: "w", url: receiver.url, events: EVENTS, sharedSecret: SECRET });
  const made = await livepeer.stream.create({
    name: "Zoë ✓",
    multistream: { targets: [{ profile: "source", spec: { name: "yt", url: "rtmp://live.example.com/app/key" } }] },
  });
  const { id = "", streamKey = "none" } = made.stream ?? {};
  const targetId = made.stream?.multistream?.targets?.[0]?.id;
  await simulator.stage.connect(id);
  const arrivals = await receiver.take(2);
  await simulator.stage.end(id);
  arrivals.push(...(await receiver.take(1)));

  const events = arrivals.map(({ headers, body }) => {
    const event: { event: string; timestamp: number } = JSON.parse(body);
    const signature = createHmac("sha256", SECRET).update(body).digest("hex");
    expect(headers["livepeer-signature"]).toBe(`t=${event.timestamp},v1=${signature}`);
    expect(headers).toMatchObject({ "content-type": "application/json", "user-agent": "livepeer.studio" });
    expect(body).not.toContain(streamKey);
    expect(body).not.toContain("live.example.com");
    return event;
  });
  expect(events).toMatchObject([
    { event: "stream.started", stream: { id, isActive: true, name: "Zoë ✓" } },
    { event: "multistream.connected", payload: { target: { id: targetId, name: "yt", profile: "source" } } },
    { event: "stream.idle", stream: { id, isActive: false } },
  ]);
});

test("without a shared secret there is no signature", async () => {
  await using receiver = await openWebhookReceiver();
  await using opened = await openLivepeer();
  const { simulator, livepeer } = opened;
  await livepeer.webhook.create({ name: "w", url: receiver.url, events: EVENTS });
  await simulator.stage.connect((await livepeer.stream.create({ name: "s" })).stream?.id ?? "");
  const [arrival] = await receiver.take(1);
  expect(arrival?.headers).not.toHaveProperty("livepeer-signature");
});

test("the events that the SDK knows are all taken, and a webhook without any is refused", async () => {
  await using opened = await openLivepeer();
  const { webhook } = opened.livepeer;
  await webhook.create({ name: "all", url: "https://hooks.example.com/", events: Object.values(Events) });
  expect((await webhook.getAll()).data).toMatchObject([{ events: Object.values(Events) }]);
  expect(await sdkErrorOf(webhook.create({ name: "none", url: "https://hooks.example.com/" }))).toEqual({
    statusCode: 422,
    body: { errors: ['must provide "events" field with subscriptions'] },
  });
});
