import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type {
  ProviderWebhooks,
  Translation,
  UnplacedObservation,
  VerifiedWebhook,
  WebhookDelivery,
} from "../contract/webhooks.ts";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { WebhookTap } from "./harness.ts";

/** Takes the provider's webhooks in as a receiver does: verified, translated, and read again where they say so. */
export class WebhookFeed {
  /** Everything that has come. */
  readonly deliveries: WebhookDelivery[] = [];
  readonly #tap: WebhookTap;
  readonly #webhooks: ProviderWebhooks;
  readonly #adapter: ProviderAdapter;

  constructor(tap: WebhookTap, webhooks: ProviderWebhooks, adapter: ProviderAdapter) {
    this.#tap = tap;
    this.#webhooks = webhooks;
    this.#adapter = adapter;
  }

  /** What has come since the last time, in the model's words. */
  async takeIn(): Promise<(Observation | UnplacedObservation)[]> {
    const observations: (Observation | UnplacedObservation)[] = [];
    for (const delivery of await this.#tap.take()) {
      this.deliveries.push(delivery);
      const { observations: told, readAgain } = this.#webhooks.translate(await this.verify(delivery));
      observations.push(...told);
      if (readAgain) observations.push(...(await this.#poll(readAgain)));
    }
    return observations;
  }

  /** Nothing of a stream that is gone by now. */
  async #poll(query: { streamId?: string }): Promise<Observation[]> {
    try {
      return (await this.#adapter.poll?.(query, { signal: new AbortController().signal })) ?? [];
    } catch (error) {
      if (isMultistreamError(error, "not_found")) return [];
      throw error;
    }
  }

  /** Verified with the true secret, at the time of the clock that signs. */
  verify(delivery: WebhookDelivery): Promise<VerifiedWebhook> {
    return this.#webhooks.verify(delivery, { secrets: [this.#tap.secret], now: this.now() });
  }

  translate(webhook: VerifiedWebhook): Translation {
    return this.#webhooks.translate(webhook);
  }

  now(): Date {
    return this.#tap.now?.() ?? new Date();
  }
}
