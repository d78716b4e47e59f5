// The planned surface of @polycast/core. Each declaration goes away when the code lands.
import type {
  Event,
  EventType,
  ProviderAdapter,
  StateStore,
  StreamEvent,
  StreamStatus,
  TargetEvent,
  TargetStatus,
  Timestamp,
} from "@polycast/core";

declare module "@polycast/core" {
  type FromProvider = {
    /** The provider's own event id: the same for every delivery of one event. */
    id: string;
    /** The name that the provider was given in `providers`. */
    provider: string;
    /** When it happened, by the provider's clock. */
    occurredAt: Timestamp;
  };

  /** What a provider's webhook says of a target, in the model's words. The ids are the provider's own. */
  export type TargetProviderEvent = FromProvider & {
    type: TargetEvent["type"];
    targetId: string;
    /** Absent where the provider leaves it out. */
    streamId?: string;
    /** The caller's own id, where the provider carries it. */
    reference?: string;
    status: TargetStatus;
  };

  /** What a provider's webhook says of a stream. */
  export type StreamProviderEvent = FromProvider & {
    type: StreamEvent["type"];
    streamId: string;
    reference?: string;
    status: StreamStatus;
  };

  /** One webhook in the model's words, as far as it goes by itself: no `previous`, no `sequence`, no whole target. */
  export type ProviderEvent = TargetProviderEvent | StreamProviderEvent;

  /** The events among `E` that have the type `T`. */
  type OfType<E extends { type: EventType }, T extends EventType> = E extends unknown
    ? T extends E["type"]
      ? E & { type: T }
      : never
    : never;

  export type WebhookReceiver<E extends { type: EventType }> = {
    /** Handlers run after the signature is verified; one that throws makes the provider deliver again. */
    on<T extends EventType>(type: T, handler: (event: OfType<E, T>) => void | Promise<void>): WebhookReceiver<E>;
    /** Verifies, translates and dispatches; the answer is what the provider expects. */
    handle(
      request: Request,
      options?: {
        /** The name in `providers`; needed where there are several. */
        provider?: string;
        /** Lets the answer go out before the handlers are done. */
        waitUntil?: (work: Promise<unknown>) => void;
      },
    ): Promise<Response>;
  };

  /** One receiver for the webhooks of all providers. With `state`: ordered, deduplicated, whole events. */
  export function createWebhookReceiver(options: {
    providers: Record<string, ProviderAdapter>;
    state: StateStore;
  }): WebhookReceiver<Event>;
  export function createWebhookReceiver(options: {
    providers: Record<string, ProviderAdapter>;
  }): WebhookReceiver<ProviderEvent>;
}
