import { fourCcsOf } from "../flv/codec.ts";
import type { Batch } from "../hub/batch.ts";
import type { Clock } from "../hub/clock.ts";
import type { MediaSource, Subscription } from "../hub/media-source.ts";
import { Acceptance } from "./acceptance.ts";
import { DeliveryQueue, type QueueLimits } from "./delivery-queue.ts";
import type { PushDestination } from "./destination.ts";
import { StalledError } from "./failure.ts";
import type { KernelSendQueue, SocketSample } from "./kernel-send-queue.ts";
import type { Dial, PublisherConnection } from "./publisher-port.ts";
import type { Dropped } from "./pusher.ts";
import { HELD_LOOK_MS, SendGate } from "./send-gate.ts";

/** What a session tells its owner. Nothing follows `ended`, and nothing comes after `close()`. */
type SessionEvents = {
  /** The destination accepts bytes: first, and again after `stalled`. */
  accepting(): void;
  /** It has accepted none for 5 s. */
  stalled(): void;
  /** The connection failed or was given up; nothing is left of it. */
  ended(error: unknown): void;
};

/** Settings of {@link RtmpSession}. */
export type RtmpSessionOptions = {
  source: MediaSource;
  destination: PushDestination;
  dial: Dial;
  /** From 1. */
  attempt: number;
  sendQueue: KernelSendQueue;
  clock: Clock;
  queueLimits?: QueueLimits;
  events: SessionEvents;
};

/** A source that has given something in this time delivers. */
const DELIVERS_WITHIN_MS = 1000;

/** What a session has achieved. */
export type SessionNumbers = {
  acceptedBytes: number;
  /** Absent until it has been measured for a second. */
  bitrateBps: number | undefined;
  /** On the monotonic clock; absent before the first. */
  lastByteAt: number | undefined;
};

/**
 * One connection from dialling to its end: joins the stream when the destination takes media,
 * writes one piece at a time and only while the kernel does not hold too many, and watches whether
 * they are really accepted.
 */
export class RtmpSession {
  readonly #options: RtmpSessionOptions;
  readonly #queue: DeliveryQueue;
  readonly #dialling = new AbortController();
  #connection: PublisherConnection | undefined;
  #subscription: Subscription | undefined;
  #stopWatching: (() => void) | undefined;
  #acceptance: Acceptance | undefined;
  #gate: SendGate | undefined;
  #backlogEnd: number | undefined;
  #isWriting = false;
  #isAccepting = false;
  #isOver = false;
  #sampledAt = 0;

  constructor(options: RtmpSessionOptions) {
    this.#options = options;
    this.#queue = new DeliveryQueue(options.queueLimits);
  }

  /** Dials, unless it is closed already; to be called once. */
  start(): void {
    if (!this.#isOver) void this.#dial();
  }

  get numbers(): SessionNumbers {
    const { acceptedBytes = 0, bitrateBps, lastByteAt } = this.#acceptance ?? {};
    return { acceptedBytes, bitrateBps, lastByteAt };
  }

  /** What the destination will never get, as it was too slow. */
  get dropped(): Dropped {
    return this.#queue.dropped;
  }

  /** Says good-bye and closes, within the connection's grace. */
  async close(): Promise<void> {
    if (this.#isOver) return;
    this.#leave();
    this.#dialling.abort();
    const connection = this.#connection;
    if (!connection) return;
    // The good-bye has to follow a whole message.
    for (let rest = this.#queue.take(); rest; rest = this.#queue.take()) connection.write(rest, () => undefined);
    await connection.close();
  }

  /** Closes without another byte, also where it is saying good-bye. */
  abandon(): void {
    if (!this.#isOver) this.#leave();
    this.#dialling.abort();
    this.#connection?.reset();
  }

  async #dial(): Promise<void> {
    const { destination, attempt, source } = this.#options;
    try {
      const { signal } = this.#dialling;
      const connection = await this.#options.dial({ destination, attempt, fourCcs: fourCcsOf(source.codecs), signal });
      if (this.#isOver) connection.destroy();
      else this.#begin(connection);
    } catch (error) {
      this.#end(error);
    }
  }

  #begin(connection: PublisherConnection): void {
    const { clock, source, sendQueue } = this.#options;
    const { messageStreamId, outChunkSize: chunkSize, localPort, remoteAddress, remotePort } = connection;
    this.#connection = connection;
    connection.onClose((error) => this.#end(error));
    this.#sampledAt = clock.now();
    this.#acceptance = new Acceptance(connection.bytesHandedToKernel, this.#sampledAt);
    this.#gate = new SendGate(connection.bytesHandedToKernel, this.#sampledAt);
    // A socket without addresses has just closed, and says so by itself.
    if (localPort !== undefined && remoteAddress !== undefined && remotePort !== undefined) {
      this.#stopWatching = sendQueue.watch({
        name: { localPort, remoteAddress, remotePort },
        bytesHanded: () => connection.bytesHandedToKernel,
        sampled: (sample) => this.#observe(connection, sample),
      });
    }
    const receiver = { deliver: (batch: Batch) => this.#deliver(connection, batch) };
    this.#subscription = source.join({ messageStreamId, chunkSize }, receiver);
    this.#queue.prime(this.#subscription.backlog);
    this.#pump(connection);
  }

  #deliver(connection: PublisherConnection, batch: Batch): void {
    if (this.#isOver) return;
    this.#queue.push(batch);
    this.#pump(connection);
  }

  #pump(connection: PublisherConnection): void {
    if (this.#isWriting || this.#isOver) return;
    const handed = connection.bytesHandedToKernel;
    if (this.#gate?.allows(handed) === false) return;
    const piece = this.#queue.take();
    if (!piece) return;
    this.#isWriting = true;
    if (!this.#queue.hasBacklog) this.#backlogEnd ??= handed + piece.length;
    connection.write(piece, this.#written);
    if (this.#acceptance?.lastByteAt === undefined) this.#options.sendQueue.lookSoon();
  }

  /** One function for all writes of the session. A failed write is told by the connection's end. */
  readonly #written = (error?: Error | null): void => {
    this.#isWriting = false;
    if (!error && this.#connection) this.#pump(this.#connection);
  };

  #observe(connection: PublisherConnection, sample: SocketSample): void {
    const { source, events, sendQueue } = this.#options;
    const { acknowledgedBytes } = connection;
    const hasMore = this.#isWriting || !this.#queue.isEmpty;
    // Looks may follow each other more closely than a slow source's frames.
    const recently = Math.min(this.#sampledAt, sample.at - DELIVERS_WITHIN_MS);
    const sourceDelivers = (source.lastMediaAt ?? -Infinity) > recently;
    const backlogEnd = this.#backlogEnd;
    const verdict = this.#acceptance?.observe(sample, { acknowledgedBytes, sourceDelivers, hasMore, backlogEnd });
    this.#gate?.observe(sample, { acknowledgedBytes, hasMore });
    this.#sampledAt = sample.at;
    if (verdict === "dead") {
      this.#end(new StalledError());
    } else if (verdict === "stalled" && this.#isAccepting) {
      this.#isAccepting = false;
      events.stalled();
    } else if (verdict === "moving" && !this.#isAccepting) {
      this.#isAccepting = true;
      events.accepting();
    }
    if (this.#isOver) return;
    if (this.#gate?.isHolding === true) sendQueue.lookSoon(HELD_LOOK_MS);
    this.#pump(connection);
  }

  #end(error: unknown): void {
    if (this.#isOver) return;
    this.#leave();
    this.#connection?.destroy();
    this.#options.events.ended(error);
  }

  #leave(): void {
    this.#isOver = true;
    this.#subscription?.leave();
    this.#stopWatching?.();
    this.#queue.clear();
  }
}
