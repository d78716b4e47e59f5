import { setTimeout as delay } from "node:timers/promises";
import { eventSchema } from "@polycast/core/provider";
import * as z from "zod";
import { type GatewayProcess, gatewayProcess } from "../harness/gateway-process.ts";
import { gatewayUrl } from "../harness/gateway-url.ts";
import { waitFor } from "../harness/wait-for.ts";
import { webhookSubscriber } from "../harness/webhook-subscriber.ts";

/** Milliseconds from events to their arrival, one value per event. */
export type DeliveryTimes = { webhookMs: number[]; sseMs: number[] };

const endpointSchema = z.object({ secret: z.string() });
const WARM_UP = 50;
const DEADLINE_MS = 30_000;

/**
 * Milliseconds from an event's own time, which is just before its commit, to its arrival at a webhook endpoint and at an
 * SSE client, both on this machine. One event every `everyMs`: the way is measured, not a queue.
 */
export async function measureDelivery(events: number, everyMs: number): Promise<DeliveryTimes> {
  await using gateway = await gatewayProcess({ env: { POLYCAST_LOG_LEVEL: "warn" } });
  await using endpoint = await webhookSubscriber();
  const answer = await gateway.api.text("POST", "/v1/webhook-endpoints", { url: endpoint.url });
  endpoint.trust(endpointSchema.parse(JSON.parse(answer)).secret);
  const { stream } = await gateway.api.createStream({ name: "bench" });
  const stop = new AbortController();
  const sse = followSse(gateway, stop.signal);
  await waitFor("the event stream to open", () => sse.isOpen());

  const names = Array.from({ length: WARM_UP + events }, (_, index) => `bench ${index}`);
  for (const name of names) {
    await gateway.api.text("PATCH", `/v1/streams/${stream.id}`, { name });
    await delay(everyMs);
  }
  const measured = new Set(names.slice(WARM_UP));
  const waits = (arrivals: readonly Arrival[]): number[] =>
    arrivals.flatMap((arrival) => {
      const event = eventSchema.parse(JSON.parse(arrival.text));
      const isMeasured = "stream" in event.data && measured.has(event.data.stream.name);
      return isMeasured ? [arrival.at - Date.parse(event.observedAt)] : [];
    });
  const webhooks = (): number[] => waits(endpoint.received.map(({ body, at }) => ({ text: body, at })));
  const both = (): boolean => webhooks().length >= events && waits(sse.arrivals).length >= events;
  await waitFor("all events to arrive", both, DEADLINE_MS);
  stop.abort();
  return { webhookMs: webhooks(), sseMs: waits(sse.arrivals) };
}

type Arrival = { text: string; at: number };

function followSse(gateway: GatewayProcess, signal: AbortSignal): { arrivals: Arrival[]; isOpen(): boolean } {
  const arrivals: Arrival[] = [];
  let open = false;
  const follow = async (): Promise<void> => {
    const headers = { authorization: `Bearer ${gateway.apiKey}` };
    const answer = await fetch(`${gatewayUrl(gateway)}/v1/events/stream`, { headers, signal });
    if (!answer.ok || answer.body === null) throw new Error(`The event stream was answered with ${answer.status}`);
    open = true;
    let text = "";
    for await (const part of answer.body.pipeThrough(new TextDecoderStream())) {
      const at = performance.timeOrigin + performance.now();
      const messages = `${text}${part}`.split("\n\n");
      text = messages.pop() ?? "";
      for (const message of messages) {
        const data = /^data: (.*)$/mu.exec(message)?.[1];
        if (data !== undefined && !message.includes("event: snapshot")) arrivals.push({ text: data, at });
      }
    }
  };
  // Aborted at the end; a stream that fails before leaves arrivals missing, which is what is waited for.
  follow().catch(() => undefined);
  return { arrivals, isOpen: () => open };
}
