import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { ProviderWebhooks } from "../contract/webhooks.ts";
import type { ReceivedWebhook, WebhookProblem } from "./webhook-receiver.ts";

/** A provider of the receiver: its name there, and its adapter, which has webhooks. */
export type Sender = { name: string; adapter: ProviderAdapter; webhooks: ProviderWebhooks };

/** A webhook that came from this sender, or, where it is not `believed`, only says that something is worth reading. */
export type Incoming = { sender: Sender; webhook: ReceivedWebhook; believed: boolean };

/** What the handlers are to be told of a webhook. */
export type Taken<E> = {
  events: readonly E[];
  /** It is believed, and no event can follow from it. */
  isUnknown: boolean;
  /** To be called when the handlers are done: its next delivery is passed over. */
  settle(): Promise<void>;
  /** To be called when a handler threw and the provider will not deliver it again: nothing is kept for that. */
  giveUp(): Promise<void>;
};

/** Where a webhook becomes events. */
export type Intake<E> = {
  /**
   * Nothing for one that is done. `tell`: what went wrong without keeping the webhook from being taken in.
   *
   * @throws Trouble, or what the store throws: it is to be delivered again
   */
  take(incoming: Incoming, tell: (problem: WebhookProblem) => Promise<void>): Promise<Taken<E> | undefined>;
};

/** Why a webhook could not be taken in. */
export class Trouble extends Error {
  readonly during: WebhookProblem["during"];

  constructor(during: WebhookProblem["during"], cause: unknown) {
    super("The webhook could not be taken in.", { cause });
    this.during = during;
  }
}

/** What a problem is told with. */
export function aboutProblem({ webhook }: Incoming): Pick<WebhookProblem, "provider" | "eventId" | "type"> {
  const { provider, eventId, type } = webhook;
  return { provider, eventId, type };
}
