import type { Decision, Operation } from "../capabilities/decide.ts";
import type { Observation } from "../contract/observation.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Event } from "../model/event.ts";
import type { Ingest } from "../model/ingest.ts";
import type { CreateStreamInput, CreateTargetInput, UpdateStreamInput, UpdateTargetInput } from "../model/inputs.ts";
import type { Pending } from "../model/pending.ts";
import type { Stream } from "../model/stream.ts";
import type { Target, TargetRef } from "../model/target.ts";
import type { Page } from "./page.ts";

/** What every call takes. */
export type CallOptions = {
  signal?: AbortSignal;
  /** Milliseconds for the whole call, retries included; more than 0. Default 30 000. */
  timeoutMs?: number;
  /**
   * The same key for the repeats of one call makes them one, also when nobody knows whether the first took effect: a
   * repeat then looks for what it made. Another input under the key is a `conflict`, and so is a repeat after what was
   * made is gone. The latest 1 000 are remembered, by this process only.
   */
  idempotencyKey?: string;
};

export type ListOptions = CallOptions & {
  cursor?: string;
  /** Items per page, 1 to 100. Default 25. */
  limit?: number;
};

/** What `watch` begins with: the state that the following events change. */
export type Snapshot = { type: "snapshot"; streams: Stream[]; cursor?: string };

export type WatchOptions = {
  /** Only this stream. Default: all. */
  streamId?: string;
  /** Resume behind the event or snapshot with this cursor, where the provider keeps a log. */
  after?: string;
  /**
   * How often a provider that reports nothing by itself is read, in milliseconds, a second to a day each: a stream that
   * is live or reconnecting (default 5 000), and all others together (default 45 000). Whatever just changed is read
   * every 5 s for a minute. Waits differ by a fifth by chance, and there are at most 60 polls a minute, in which a page
   * of 100 streams counts as one. All watches of a client share their polls: what the most eager of them asks for holds.
   */
  poll?: { liveMs?: number; idleMs?: number };
  /** Ends the loop. */
  signal?: AbortSignal;
};

export type StreamsClient = {
  /** Creates a stream with its targets, all or nothing. The only answer that carries the ingest credentials. */
  create(input: CreateStreamInput, options?: CallOptions): Promise<{ stream: Stream; ingest: Ingest[] }>;
  get(id: string, options?: CallOptions): Promise<Stream>;
  /** Await it for one page, iterate it for all streams. */
  list(options?: ListOptions): Page<Stream>;
  /**
   * Changes what is given. `targets` is the whole list that the stream is to have, matched by `reference`, else by name:
   * what is missing is created, what differs is updated, what is not in it is deleted (targets that the provider marks
   * `linked_read_only` stay). All rules are checked before the first change; when a change fails, those before it stay
   * made (`outcome: "unknown"`), and the same call goes on where it stopped. Lists of one stream that come through one
   * client are applied one after another; other processes are not waited for.
   */
  update(id: string, patch: UpdateStreamInput, options?: CallOptions): Promise<Stream>;
  enable(id: string, options?: CallOptions): Promise<Stream>;
  disable(id: string, options?: CallOptions): Promise<Stream>;
  /** Ends the running session; the encoder may return. */
  end(id: string, options?: CallOptions): Promise<Stream>;
  delete(id: string, options?: CallOptions): Promise<void>;
  getIngest(id: string, options?: CallOptions): Promise<Ingest[]>;
  /** New credentials; a publisher with the old ones is disconnected. */
  rotateIngest(id: string, options?: CallOptions): Promise<Ingest[]>;
};

export type TargetsClient = {
  create(streamId: string, input: CreateTargetInput, options?: CallOptions): Promise<Target>;
  list(streamId: string, options?: CallOptions): Promise<Target[]>;
  get(ref: TargetRef, options?: CallOptions): Promise<Target>;
  update(ref: TargetRef, patch: UpdateTargetInput, options?: CallOptions): Promise<Target>;
  enable(ref: TargetRef, options?: CallOptions): Promise<Target>;
  disable(ref: TargetRef, options?: CallOptions): Promise<Target>;
  /** Closes the connection and dials again, also after `failed`. */
  restart(ref: TargetRef, options?: CallOptions): Promise<Target>;
  delete(ref: TargetRef, options?: CallOptions): Promise<{ pending?: Pending }>;
};

/**
 * One model over any provider. Every method exists on every provider; what a provider cannot do throws
 * `CapabilityError` before any call is made. All methods throw `MultistreamError`, or the reason of `signal`.
 */
export type Multistream = {
  /** The provider's word. */
  readonly provider: string;
  readonly streams: StreamsClient;
  readonly targets: TargetsClient;
  capabilities(): Promise<Capabilities>;
  /**
   * May I do this, and when will it take effect? Without a stream: as for an idle one; with its targets also by how many
   * its provider takes.
   */
  can(operation: Operation, stream?: Pick<Stream, "status" | "targets">): Promise<Decision>;
  /**
   * A snapshot first, then every event after it, until `signal` aborts, the client is closed or the loop is left. Where
   * the provider reports by itself there is no gap. Any other is polled: a state that comes and goes between two polls
   * is not seen, unless `observe` of this client is given the webhook that tells it. What is asked for through this
   * client is told at once. Of what others ask for, new streams and targets are told once they are seen, and streams
   * that are gone. While polls fail they are made more and more rarely, and the loop waits.
   *
   * @throws MultistreamError `unauthenticated` or `forbidden` when a poll is refused; `limit_exceeded` when the loop
   *   falls too far behind what is reported, or more than 10 000 streams are to be polled
   */
  watch(options?: WatchOptions): AsyncIterable<Snapshot | Event>;
  /**
   * Takes in what a provider's webhooks and polls say, in any order and any number of times, and answers the events that
   * follow from it. Reads show it from then on, and so does a running `watch`. Needs `state`.
   *
   * @throws MultistreamError `unsupported` without `state`
   */
  observe(observations: readonly (Observation | UnplacedObservation)[], options?: CallOptions): Promise<Event[]>;
  /** Ends everything that the provider has opened. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};
