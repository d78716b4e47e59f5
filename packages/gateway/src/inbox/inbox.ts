import type { MultistreamError } from "@polycast/core";
import type { Log, Observation, UnplacedObservation, WebhookDelivery } from "@polycast/core/provider";
import type { Clock } from "../control/clock.ts";
import type { Instances } from "../control/providers/instances.ts";
import type { Sealer } from "../secrets/sealer.ts";
import type { Reading, Store, Writing } from "../store/index.ts";
import type { Connection } from "./connection.ts";
import type { InboxItem } from "./inbox-item.ts";

/** Who takes in what a webhook says. */
export type WebhookObserver = {
  /**
   * Writes what follows from it together with `also`. `unbound`: everything in it is about things that are not known;
   * nothing was written. `elsewhere`: another process observes this instance (by now); nothing was written, and it is
   * left to that one.
   */
  takeWebhook(
    instance: string,
    observations: readonly (Observation | UnplacedObservation)[],
    also: () => Writing<void>,
  ): Promise<"written" | "unbound" | "elsewhere">;
};

/** Who reads the providers' APIs. */
export type WebhookPollers = {
  /**
   * Something has changed there, of one stream or of any: read it soon. It may be told in a process that has received a
   * webhook and does not observe the instance.
   */
  hint(instance: string, providerStreamId?: string): void;
  /** A webhook has arrived whose sender is proved. Told in the process that processes it. */
  webhookSeen(instance: string): void;
};

export type InboxLimits = {
  /** Bytes of bodies that may wait for their commit, all together. Default 32 MiB. */
  maxWaitingBytes?: number;
  /**
   * Webhooks that are kept: of more than that, the oldest settled ones go. While that many are open no more are taken,
   * which every process sees after 5000 that it has stored, and every ten minutes. Default 200 000.
   */
  maxItems?: number;
};

/** What an inbox works with. */
export type InboxOptions = {
  instances: Instances;
  observer: WebhookObserver;
  pollers: WebhookPollers;
  store: Store;
  sealer: Sealer;
  clock: Clock;
  log: Log;
  /** How long settled webhooks are kept; longer than any provider repeats one. At least 2, default 7. */
  retentionDays?: number | undefined;
  /** Where the gateway is reached from outside, e.g. `https://live.example.com`. */
  publicUrl?: string | undefined;
  /** May providers be told of plain HTTP and private addresses? Default false. */
  allowPrivate?: boolean | undefined;
  limits?: InboxLimits | undefined;
  /**
   * For which instances is what has come taken in here, from the start on? One process at a time should do so for an
   * instance; webhooks are received for all of them. Default: for all.
   */
  processes?: ((instance: string) => boolean) | undefined;
  /**
   * Taken when work on an instance begins, and first in every unit of it: throws `conflict` there when another process
   * processes it by now. Default: there is no other.
   */
  fence?: ((instance: string) => () => Reading<void>) | undefined;
};

/** A webhook whose body is still to be read. */
export type Arrival = Omit<WebhookDelivery, "body"> & {
  /**
   * Reads at most so many bytes, and tells of each part before it is kept.
   *
   * @throws MultistreamError when there are more, or when `count` throws
   */
  read(maxBytes: number, count: (bytes: number) => void): Promise<Uint8Array>;
};

/**
 * What a provider is answered. 200: it is stored, or was before. 401: nothing proves its sender. 400: it cannot be read,
 * and nothing proves its sender either. 404: no such instance, or one without webhooks. 503: not stored, send it again.
 */
export type Receipt = { status: 200 } | { status: 400 | 401 | 404 | 503; error: MultistreamError };

/**
 * The webhooks of all providers: verified, stored, acknowledged, and only then processed. On one store, every process
 * may receive them; each instance's are processed by one.
 */
export type Inbox = {
  /** Loads what is stored, and processes what was left. Until then everything is answered 503. */
  start(): Promise<void>;
  /** Takes no more, and ends what is being processed. What is left is processed after the next start. */
  close(): Promise<void>;
  /** Stores a webhook. Never throws but for what `read` throws. */
  receive(instance: string, delivery: WebhookDelivery | Arrival): Promise<Receipt>;
  /** Something new is known of this instance: what was parked may now be about it. */
  unpark(instance: string): void;
  /**
   * Begins or ends to process what comes for an instance. Resolves when nothing of it is being taken in any more, at
   * the latest after five seconds; at once where it begins.
   */
  setProcessing(instance: string, on: boolean): Promise<void>;
  /** Newest first. @throws MultistreamError `invalid_argument` */
  list(query: unknown): Promise<{ data: InboxItem[]; nextCursor?: string }>;
  /** @throws MultistreamError `not_found` */
  get(id: string): Promise<InboxItem>;
  /** Processes it again, in full. @throws MultistreamError `not_found` */
  replay(id: string): Promise<InboxItem>;
  /** Processes all of a filter again, in the order in which they came. @throws MultistreamError `invalid_argument` */
  replayMany(filter: unknown): Promise<{ replayed: number }>;
  /**
   * Makes a provider send its webhooks here.
   *
   * @throws MultistreamError `not_found`, `unsupported`, `invalid_argument` for the URL, `conflict`, or what the
   * provider answers
   */
  connect(instance: string, input?: unknown): Promise<Connection>;
  /** What `connect` has made, newest first. @throws MultistreamError `not_found` */
  connections(instance?: string): Promise<Connection[]>;
  /** Believes its secret no more; at the provider it stays. @throws MultistreamError `not_found` */
  forget(instance: string, id: string): Promise<void>;
};
