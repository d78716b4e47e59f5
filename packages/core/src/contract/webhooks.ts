import type { Timestamp } from "../model/common.ts";
import type { Secret } from "../redaction/secret.ts";
import type { CallContext } from "./call-context.ts";
import type { Observation, TargetObservation } from "./observation.ts";

/** A webhook as it arrived. */
export type WebhookDelivery = {
  /** Where it was sent to, query included: the only place for a token where a provider signs nothing. */
  url: string;
  headers: Headers;
  /** The raw bytes: a signature does not hold for a body that was parsed and written again. */
  body: Uint8Array;
};

export type VerifyOptions = {
  /** Default: those of the adapter's settings. Several while a secret is being rotated: any may match. */
  secrets?: readonly Secret<string>[];
  /** How far the delivery's time may lie in the past or the future. Default 300. */
  toleranceSeconds?: number;
  /** Default: now. */
  now?: Date;
};

/** A webhook whose sender is proved, or, where the provider signs nothing, one that could be read. */
export type VerifiedWebhook = {
  /** The same for every delivery of one event to one endpoint: deduplicate by it. */
  eventId: string;
  /** The provider's own word, e.g. `multistream.error`. */
  type: string;
  /** When the event happened, by the provider's clock. */
  occurredAt: Timestamp;
  /** The parsed body. Some providers send stream keys in it. */
  payload: Secret<unknown>;
};

/** What is seen of a target whose stream the webhook does not name: who receives it knows the target's id. */
export type UnplacedObservation = Omit<TargetObservation, "streamId"> & {
  /** The caller's own id, where the provider carries it. */
  reference?: string;
};

/** What a webhook says, in the model's words. */
export type Translation = {
  /** In the order in which they hold; empty for a type that says nothing about a state. */
  observations: (Observation | UnplacedObservation)[];
  /** Present when the webhook says that something has changed but not all of it: read the stream, or all of them. */
  readAgain?: { streamId?: string };
};

/** A provider's webhooks. `verify` and `translate` are pure: no call, no memory. */
export type ProviderWebhooks = {
  /** False where the provider signs nothing: a webhook is then a hint to read the API, whatever it claims. */
  signed: boolean;
  /**
   * Does it deliver again what was answered with a 4xx? Where it does not, a receiver answers a bad signature with 503: a
   * wrong secret can be set right before the webhook is lost.
   */
  retriesRefused: boolean;
  /** @throws WebhookVerificationError */
  verify(delivery: WebhookDelivery, options?: VerifyOptions): Promise<VerifiedWebhook>;
  /** Never throws: an unknown type, or a body of another shape, gives no observation. */
  translate(webhook: VerifiedWebhook): Translation;
  /** Makes the provider send its events to `url`. The secret is told this once. */
  register?(url: string, context: CallContext): Promise<{ id: string; secret: Secret<string> }>;
};
