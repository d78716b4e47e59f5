import type { Translation, VerifiedWebhook, WebhookDelivery } from "../contract/webhooks.ts";
import type { Timestamp } from "../model/common.ts";
import type { EventType } from "../model/event.ts";
import type { Secret } from "../redaction/secret.ts";
import type { OfType } from "./provider-event.ts";

/** A webhook from which no event follows: of a type that says nothing about a state, or that nobody knows. */
export type UnknownWebhook = {
  /** The name that the provider was given in `providers`. */
  provider: string;
  /** The provider's own word. */
  type: string;
  /** The same for every delivery of one event. */
  eventId: string;
  occurredAt: Timestamp;
  /** The parsed body. Some providers send stream keys in it. */
  payload: Secret<unknown>;
};

/** Something that went wrong. Never holds a body; `error` is as it was thrown, so log a handler's with care. */
export type WebhookProblem = {
  /** The name in `providers`; absent where the request names none that is there. */
  provider?: string;
  /**
   * `request`: it is no webhook of a known provider, or too large. `verify`: it is not believed, see the reason of the
   * `WebhookVerificationError`; `outside_window` is an old delivery, somebody's repetition of one, or a wrong clock here.
   * `read`: the provider's API could not be read. `state`: the store failed. `handler`: a handler threw.
   */
  during: "request" | "verify" | "read" | "state" | "handler";
  error: unknown;
  /** Of the webhook, where its sender is proved. */
  eventId?: string;
  type?: string;
};

export type ReceiveOptions = {
  /** The name in `providers`. Default: the only one, else the last segment of the URL's path. */
  provider?: string;
  /**
   * Lets the answer go out before the handlers are done, e.g. `ctx.waitUntil` on Workers. What is thrown then is told to
   * `onError` alone: the provider does not deliver again.
   */
  waitUntil?: (work: Promise<unknown>) => void;
};

/** A webhook whose sender is proved, and the name of its provider. */
export type ReceivedWebhook = VerifiedWebhook & { provider: string };

type Handler<T> = (about: T) => unknown;

/**
 * Receives the webhooks of all providers.
 *
 * What is promised: a webhook that is answered with 200 has been handed to every handler **at least once**. A handler may
 * get an event again, with the same `id`: when it or another one threw, when a process ended in between, when a provider
 * delivers twice at the same time. Events come in no particular order; with `state`, `sequence` tells which of two about
 * one thing is the later, and what came too late is not told at all.
 */
export type WebhookReceiver<E extends { type: EventType }> = {
  /** Handlers run one after another, in the order of registration. One that throws keeps none of the others from running. */
  on<T extends E["type"]>(type: T | readonly T[], handler: Handler<OfType<E, T>>): WebhookReceiver<E>;
  onAny(handler: Handler<E>): WebhookReceiver<E>;
  /** For webhooks from which no event follows. They are answered with 200, and are handled once like the others. */
  onUnknown(handler: Handler<UnknownWebhook>): WebhookReceiver<E>;
  /** For what goes wrong. What these handlers throw is dropped. */
  onError(handler: Handler<WebhookProblem>): WebhookReceiver<E>;
  /**
   * Verifies, translates and dispatches; the answer is what the provider expects. Needs the request as it came: nothing
   * may have read its body. Bodies of more than 1 MiB are refused.
   *
   * 200: done, or known from before, or rightly signed but not from now. 400: rightly signed, and not readable. 401: not
   * signed by this provider; 503 where the provider would never deliver it again. 404: no such provider. 405: no POST.
   * 413: too large. 500: a handler threw. 503: no secret is configured, or the store or the provider's API failed.
   *
   * @throws MultistreamError `invalid_argument` when the body of the request was read before
   */
  handle(request: Request, options?: ReceiveOptions): Promise<Response>;
  /** The first half of `handle` alone. @throws WebhookVerificationError */
  verify(received: Request | WebhookDelivery, options?: Pick<ReceiveOptions, "provider">): Promise<ReceivedWebhook>;
  /** What a webhook says, for `observe` of a client. Pure, and never throws but for an unknown provider. */
  translate(webhook: ReceivedWebhook, options?: Pick<ReceiveOptions, "provider">): Translation;
};
