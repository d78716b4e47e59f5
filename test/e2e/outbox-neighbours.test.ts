import { eventSchema } from "@polycast/core/provider";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { percentile } from "../bench/statistics.ts";
import type { Api } from "../harness/api.ts";
import { waitFor } from "../harness/wait-for.ts";
import { type Answer, type WebhookSubscriber, webhookSubscriber } from "../harness/webhook-subscriber.ts";
import { startGateway } from "./start-gateway.ts";

const EVENTS = 200;
/** Deliveries to one endpoint at a time. */
const MOST_AT_ONCE = 4;
const SLOW_MS = 20_000;
const endpointSchema = z.object({ id: z.string(), secret: z.string() });

describe("an endpoint beside bad ones", () => {
  let stack: AsyncDisposableStack;
  beforeEach(() => {
    stack = new AsyncDisposableStack();
  });
  afterEach(() => stack.disposeAsync());

  test("gets every event, however many others hang, fail or are slow", async () => {
    const { api } = await startGateway(stack);
    const open = async (answer?: () => Answer): Promise<WebhookSubscriber> =>
      stack.use(await webhookSubscriber(answer));
    const healthy = await open();
    await subscribe(api, healthy);
    const { stream } = await api.createStream({ name: "show" });

    const alone = await makeEvents(api, stream.id, healthy);
    const bad = [
      await open(() => "hang"),
      await open(() => ({ status: 500 })),
      await open(() => ({ status: 200, afterMs: SLOW_MS })),
    ];
    for (const subscriber of bad) await subscribe(api, subscriber);
    const beside = await makeEvents(api, stream.id, healthy);
    for (const subscriber of bad) {
      await waitFor("a bad endpoint to be tried", () => subscriber.received.length > 0);
    }

    const [a, b] = [alone, beside].map((waits) => ({
      p50: percentile(waits, 0.5).toFixed(1),
      p99: percentile(waits, 0.99).toFixed(1),
    }));
    console.info(`event to healthy endpoint, ms: alone ${JSON.stringify(a)}, beside bad ones ${JSON.stringify(b)}`);
    expect(healthy.received.every(({ genuine }) => genuine)).toBe(true);
    for (const subscriber of bad) expect(subscriber.peak()).toBeLessThanOrEqual(MOST_AT_ONCE);
  }, 60_000);
});

async function subscribe(api: Api, subscriber: WebhookSubscriber): Promise<void> {
  const answer = await api.text("POST", "/v1/webhook-endpoints", { url: subscriber.url });
  subscriber.trust(endpointSchema.parse(JSON.parse(answer)).secret);
}

/**
 * Renames the stream again and again and waits until the endpoint has heard of each.
 *
 * @returns milliseconds from each event to its arrival
 */
async function makeEvents(api: Api, streamId: string, subscriber: WebhookSubscriber): Promise<number[]> {
  const first = subscriber.received.length;
  const arrived = (): { name: string; wait: number }[] =>
    subscriber.received.slice(first).flatMap(({ body, at }) => {
      const event = eventSchema.parse(JSON.parse(body));
      if (event.type !== "stream.updated" || !("stream" in event.data)) return [];
      return [{ name: event.data.stream.name, wait: at - Date.parse(event.observedAt) }];
    });
  const names = Array.from({ length: EVENTS }, (_, index) => `show ${first}-${index}`);
  for (const name of names) await api.text("PATCH", `/v1/streams/${streamId}`, { name });
  const heard = (): boolean => {
    const known = new Set(arrived().map(({ name }) => name));
    return names.every((name) => known.has(name));
  };
  await waitFor("the endpoint to hear of all events", heard);
  return arrived().map(({ wait }) => wait);
}
