import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { Translation, WebhookDelivery } from "../contract/webhooks.ts";
import { ProviderError } from "../errors/provider-error.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Event } from "../model/event.ts";
import { Secret } from "../redaction/secret.ts";
import { memoryStateStore } from "../state-store/memory-state-store.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { everythingAllowed } from "../testing/everything-allowed.ts";
import { type FakeProvider, fakeProvider } from "../testing/fake-provider.ts";
import { createWebhookReceiver } from "./create-webhook-receiver.ts";
import type { WebhookProblem } from "./webhook-receiver.ts";

export const streamId = "show";
export const first = { streamId, id: "twitch" };

/** A provider that tells the states of targets by webhook alone, with one stream and two targets. */
export function aFake(differences: Partial<Capabilities> = {}, now: () => number = Date.now): FakeProvider {
  const destination = { url: "rtmp://example.com/app", streamKey: "canary-stream-key" } as const;
  const targets = [
    { id: first.id, name: "Twitch", destination },
    { id: "youtube", name: "YouTube", destination },
  ];
  const status = { ...everythingAllowed().status, delivery: ["webhook" as const] };
  return fakeProvider({
    now,
    capabilities: everythingAllowed({ status, ...differences }),
    streams: [{ id: streamId, name: "Show", targets }],
    webhookSecret: new Secret("canary-webhook-secret"),
  });
}

export function requestOf({ headers, body }: WebhookDelivery, url = "https://app.example/webhooks/fake"): Request {
  return new Request(url, { method: "POST", headers, body: new Uint8Array(body) });
}

/** The webhooks that are waiting, as requests. */
export async function requestsOf(fake: FakeProvider): Promise<Request[]> {
  return (await fake.takeWebhooks()).map((delivery) => requestOf(delivery));
}

/** The one webhook of a stream that goes live, as a request. */
export async function goLive(fake: FakeProvider): Promise<Request> {
  fake.goLive(streamId);
  const [request] = await requestsOf(fake);
  if (!request) throw new Error("nothing was sent");
  return request;
}

export function problems(): {
  told: WebhookProblem[];
  tell: (problem: WebhookProblem) => void;
  during: () => string[];
} {
  const told: WebhookProblem[] = [];
  return { told, tell: (problem) => void told.push(problem), during: () => told.map(({ during }) => during) };
}

/** A receiver over a store, and the events that it has handed out. */
export function setUp(
  fake: FakeProvider,
  state: StateStore = memoryStateStore(),
  adapter: ProviderAdapter = fake.provider,
) {
  const events: Event[] = [];
  const { told: troubles, tell } = problems();
  let fails = 0;
  const receiver = createWebhookReceiver({ providers: { fake: adapter }, state })
    .onAny((event) => {
      if (fails > 0) {
        fails -= 1;
        throw new Error("a handler");
      }
      events.push(event);
    })
    .onError(tell);
  const take = async (requests: Request[]): Promise<number[]> => {
    const statuses: number[] = [];
    for (const request of requests) statuses.push((await receiver.handle(request.clone())).status);
    return statuses;
  };
  const types = (): string[] => events.map((event) => `${nameOf(event)} ${event.type.split(".")[1]}`);
  return { receiver, events, types, troubles, take, state, failNext: (times: number) => (fails = times) };
}

export function nameOf(event: Event): string {
  return "target" in event.data ? event.data.target.name : event.data.stream.name;
}

/** The adapter, whose webhooks say this. */
export function saying(adapter: ProviderAdapter, translation: Translation, signed = true): ProviderAdapter {
  if (!adapter.webhooks) throw new Error("no webhooks");
  return { ...adapter, webhooks: { ...adapter.webhooks, signed, translate: () => translation } };
}

export const unavailable = (): Error => new ProviderError("provider_unavailable", "down", { provider: "fake" });
