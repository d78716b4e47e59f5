import { checkAdapter } from "../client/check-adapter.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { WebhookDelivery } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { WebhookVerificationError } from "../errors/webhook-verification-error.ts";
import type { Event, EventType } from "../model/event.ts";
import type { StateStore } from "../state-store/state-store.ts";
import { RecentMap } from "../values/recent-map.ts";
import { received, refused } from "./answers.ts";
import { checkDelivery } from "./check-delivery.ts";
import { Handlers } from "./handlers.ts";
import { aboutProblem, type Intake } from "./intake.ts";
import type { ProviderEvent } from "./provider-event.ts";
import { readDelivery } from "./read-delivery.ts";
import { Receiving } from "./receive.ts";
import { Senders } from "./senders.ts";
import { withState } from "./with-state.ts";
import { withoutState } from "./without-state.ts";
import type { WebhookProblem, WebhookReceiver } from "./webhook-receiver.ts";

/** Old deliveries that were read for; the one of longest ago gives way. */
const MAX_HINTS = 10_000;

type Options = {
  /** By a name of your choosing, which is in every event. */
  providers: Record<string, ProviderAdapter>;
  /** How far, in seconds, a delivery's time may lie in the past or the future. Default 300. */
  tolerance?: number;
};

/**
 * One receiver for the webhooks of all providers, in anything that knows `Request` and `Response`. With `state`: ordered
 * and deduplicated over all processes that share it, and whole events; what a webhook leaves open is read from the
 * provider's API. Give the client the same `state`, and its reads show what was received.
 *
 * ```ts
 * const receiver = createWebhookReceiver({ providers: { mux: mux() }, state })
 *   .on("target.failed", ({ data }) => alert(data.target.name, data.target.status.reason));
 * export const POST = (request: Request) => receiver.handle(request);
 * ```
 *
 * Signing secrets are the adapters' own. A provider that sends no webhooks may be among them.
 */
export function createWebhookReceiver(options: Options & { state: StateStore }): WebhookReceiver<Event>;
/**
 * One receiver for the webhooks of all providers, in anything that knows `Request` and `Response`. Without `state` each
 * webhook is told as it is, in the provider's ids and in any order; this process remembers which of the last 10 000 are
 * done, and calls no API but for providers that sign nothing.
 */
export function createWebhookReceiver(options: Options & { state?: undefined }): WebhookReceiver<ProviderEvent>;
export function createWebhookReceiver(
  options: Options & { state?: StateStore | undefined },
): WebhookReceiver<Event> | WebhookReceiver<ProviderEvent> {
  const { state, providers, tolerance } = options;
  for (const adapter of Object.values(providers)) checkAdapter(adapter);
  const senders = new Senders(providers);
  return state
    ? assemble(senders, tolerance, withState(state), true)
    : assemble(senders, tolerance, withoutState(), false);
}

function assemble<E extends { type: EventType }>(
  senders: Senders,
  tolerance: number | undefined,
  intake: Intake<E>,
  remembers: boolean,
): WebhookReceiver<E> {
  const handlers = new Handlers<E>();
  const receiving = new Receiving(intake, handlers);
  const hints = new RecentMap<string, true>(MAX_HINTS);
  let isOpen = false;
  const tell = (problem: WebhookProblem): Promise<void> => handlers.tellProblem(problem);
  const register = (add: () => void): WebhookReceiver<E> => {
    if (isOpen) throw tooLate();
    add();
    return receiver;
  };

  const receiver: WebhookReceiver<E> = {
    on: (type, handler) =>
      // Whoever asks for these types is given no other event.
      register(() => handlers.add([type].flat() as EventType[], handler as (event: E) => unknown)),
    onAny: (handler) => register(() => handlers.add(undefined, handler)),
    onUnknown: (handler) => register(() => handlers.addUnknown(handler)),
    onError: (handler) => register(() => handlers.addProblem(handler)),

    async handle(request, { provider, waitUntil } = {}) {
      isOpen = true;
      if (request.method !== "POST") return refused(405);
      const sender = senders.find(provider, request.url);
      if (!sender) {
        await tell({ during: "request", error: senders.missing() });
        return refused(404);
      }
      const { name } = sender;
      const delivery = await readDelivery(request);
      if (!delivery) {
        await tell({ provider: name, during: "request", error: tooLarge(name) });
        return refused(413);
      }
      const { incoming, refusal, error } = await checkDelivery(sender, delivery, tolerance);
      if (error !== undefined) {
        await tell({ provider: name, ...(incoming && aboutProblem(incoming)), during: "verify", error });
      }
      if (!incoming) return refused(refusal ?? 503);
      if (error === undefined) return receiving.receive(incoming, waitUntil);
      const hint = `${name} ${incoming.webhook.eventId}`;
      if (!remembers || hints.has(hint)) return received();
      const answer = await receiving.receive(incoming, waitUntil);
      if (answer.ok) hints.set(hint, true);
      return answer;
    },

    async verify(given, { provider } = {}) {
      const { name, webhooks } = senders.get(provider, given.url);
      const delivery = isDelivery(given) ? given : await readDelivery(given);
      if (!delivery) throw tooLarge(name);
      const options = tolerance === undefined ? {} : { toleranceSeconds: tolerance };
      return { ...(await webhooks.verify(delivery, options)), provider: name };
    },

    translate: (webhook, { provider } = {}) => senders.get(provider ?? webhook.provider).webhooks.translate(webhook),
  };
  return receiver;
}

function isDelivery(given: Request | WebhookDelivery): given is WebhookDelivery {
  return given.body instanceof Uint8Array;
}

function tooLarge(provider: string): WebhookVerificationError {
  return new WebhookVerificationError("malformed_body", { provider, hint: "A webhook is no larger than 1 MiB." });
}

function tooLate(): MultistreamError {
  return new MultistreamError("conflict", "A handler was registered after the first webhook had come.", {
    hint: "Register all handlers right where the receiver is created: webhooks that came before would be lost to it.",
  });
}
