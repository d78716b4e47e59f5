import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { WebhookDelivery } from "../contract/webhooks.ts";
import type { ProviderOptions } from "../model/common.ts";
import type { Destination } from "../model/destination.ts";
import type { TargetRef } from "../model/target.ts";
import type { Secret } from "../redaction/secret.ts";
import type { Fault } from "../testing/fault.ts";

type Done = void | Promise<void>;

/** The encoder, as a test moves it. All of these settle when the provider has been told; the kit waits for the rest. */
export type EncoderStage = {
  /** An encoder sends to the stream's ingest. */
  start(streamId: string): Done;
  /** It is gone without a goodbye. */
  drop?(streamId: string): Done;
  /** It is back after a `drop`. */
  resume?(streamId: string): Done;
  /** It says goodbye, and does not come back by itself. */
  end(streamId: string): Done;
};

/** The destinations, as a test moves them. */
export type DestinationStage = {
  /** From now on this target's destination takes no media. */
  break(target: TargetRef): Done;
  heal(target: TargetRef): Done;
};

/** What goes wrong at the provider. */
export type FaultStage = {
  next(fault: Fault): Done;
  /** Nothing goes wrong any more. */
  clear(): Done;
};

/** What the provider's webhooks would have brought. */
export type WebhookTap = {
  /** The deliveries since the last time, in the order in which they arrived. */
  take(): Promise<WebhookDelivery[]>;
  /** The secret that signs them. */
  secret: Secret<string>;
  /** By the clock that signs them. Default: the real one. */
  now?(): Date;
  /** The same event as the provider would deliver it a second time, later. */
  redeliver?(delivery: WebhookDelivery): Promise<WebhookDelivery>;
};

/**
 * A fresh account or relay, and the hands that move what is around it. An in-memory simulator can be one, and so can a
 * real server with real encoders; what cannot be moved is left out, and the clauses that need it say so.
 *
 * ```ts
 * const openHarness: OpenHarness = async () => {
 *   const simulator = createAcmeSimulator({ clock });
 *   const adapter = acme({ apiKey: "canary-api-key", fetch: (request) => simulator.fetch(new Request(request)) });
 *   return {
 *     adapter,
 *     encoder: simulator.stage,
 *     destination: (n) => ({ url: `rtmp://live-${n}.example.com/app`, streamKey: `canary-key-${n}-d41d8cd9` }),
 *     advance: (ms) => clock.advance(ms),
 *     calls: () => simulator.requests.all().length,
 *     secrets: () => ["canary-api-key"],
 *     close: async () => adapter.close?.(),
 *   };
 * };
 * ```
 */
export type Harness = {
  adapter: ProviderAdapter;
  encoder: EncoderStage;
  destinations?: DestinationStage;
  faults?: FaultStage;
  webhooks?: WebhookTap;
  /**
   * The n-th valid destination, from 0: each with another host or port, and with a key of at least twelve characters
   * that occurs nowhere else. The kit counts these keys among the secrets by itself. One clause asks for at most ten, or
   * for one more than the table's `limits.targetsPerStream`.
   */
  destination(n: number): Destination;
  /** Moves the provider's clock, or waits really. */
  advance(ms: number): Done;
  /** How long, by `advance`, something may take to be seen. Default 30 000. */
  patienceMs?: number;
  /** How long any call of the adapter may take, really; a slower one fails its clause. Default 10 000. */
  timeoutMs?: number;
  /** How long the kit waits, really, for an answer that a fault holds back, before it gives up. Default 1 000. */
  silenceMs?: number;
  /** Calls to the provider so far. Left out where nobody can count them. */
  calls?(): number;
  /** Other credentials that must never be seen: API tokens, signing secrets. Read anew at the end of every clause. */
  secrets(): readonly string[];
  /** What a target's `rendition` may be, `source` left aside. */
  renditions?: readonly string[];
  /** Goes with every stream that the kit creates, e.g. for the renditions. */
  providerOptions?: ProviderOptions;
  /** An adapter of the same account whose credentials are wrong. */
  withBadCredentials?(): ProviderAdapter | Promise<ProviderAdapter>;
  close(): Done;
};

/** Opens a fresh one; every clause gets its own. */
export type OpenHarness = () => Promise<Harness>;
