import type { WebhookDelivery } from "../contract/webhooks.ts";
import type { Capabilities } from "../model/capabilities.ts";
import { Secret } from "../redaction/secret.ts";
import { everythingAllowed } from "../testing/everything-allowed.ts";
import { type FakeProvider, fakeProvider } from "../testing/fake-provider.ts";
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
