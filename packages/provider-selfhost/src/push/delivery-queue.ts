import type { Batch } from "../hub/batch.ts";
import { distance } from "../hub/timeline.ts";

/** Bounds of a {@link DeliveryQueue}. */
export type QueueLimits = {
  /** Default 4 MiB. A single larger message is still delivered. */
  maxBytes: number;
  /** From the oldest to the newest batch, in milliseconds of media. Default 8 s. */
  maxMs: number;
};

const defaultQueueLimits: QueueLimits = { maxBytes: 4 * 1024 * 1024, maxMs: 8000 };

/**
 * Most that is handed to a socket at once. Small enough that on a slow link the write completes,
 * and so shows progress, well within the 5 s after which a target counts as stalled.
 */
const MAX_PIECE_BYTES = 64 * 1024;

/**
 * What one target has still to be sent. Batches are shared between targets, so a queue holds
 * references, and it is bounded: when the target does not keep up, the oldest batches go, up to
 * one with which it can begin anew. Set-up is repeated there, as some may have gone too.
 */
export class DeliveryQueue {
  /** What the target will never get. */
  readonly dropped = { messages: 0, bytes: 0 };
  readonly #limits: QueueLimits;
  #batches: Batch[] = [];
  /** How many of the first batches are backlog, which the hub has bounded already. */
  #primed = 0;
  #liveBytes = 0;
  /** The batch that needs set-up ahead of it; "next" while it has still to come. */
  #entry: Batch | "next" | undefined = "next";
  #hasBegun = false;
  /** The rest of what is begun, and what follows it before the next batch may begin. */
  #rest: Buffer | undefined;
  #afterRest: Buffer | undefined;

  constructor(limits: QueueLimits = defaultQueueLimits) {
    this.#limits = limits;
  }

  get isEmpty(): boolean {
    return this.#rest === undefined && this.#batches.length === 0;
  }

  /** Is some of the backlog, or the rest of what is begun, still to be taken? */
  get hasBacklog(): boolean {
    return this.#primed > 0 || this.#rest !== undefined;
  }

  /** Bytes that wait, without the backlog and without a batch that is begun. */
  get bytes(): number {
    return this.#liveBytes;
  }

  /** Takes what was missed before the first live batch. */
  prime(backlog: readonly Batch[]): void {
    for (const batch of backlog) {
      if (!this.#isWanted(batch)) continue;
      this.#batches.push(batch);
      this.#primed += 1;
    }
  }

  /** Takes the next live batch. */
  push(batch: Batch): void {
    if (!this.#isWanted(batch)) return;
    this.#batches.push(batch);
    this.#liveBytes += batch.data.length;
    if (!this.#isWithinLimits()) this.#skipToEntry();
  }

  /** The next bytes to write, `undefined` when there are none. */
  take(): Buffer | undefined {
    const data = this.#rest ?? this.#begin();
    if (data === undefined) return undefined;
    if (data.length > MAX_PIECE_BYTES) {
      this.#rest = data.subarray(MAX_PIECE_BYTES);
      return data.subarray(0, MAX_PIECE_BYTES);
    }
    this.#rest = this.#afterRest;
    this.#afterRest = undefined;
    return data;
  }

  /** Forgets what waits, apart from the rest of a begun batch: the wire must not end inside a message. */
  clear(): void {
    this.#batches = [];
    this.#primed = 0;
    this.#liveBytes = 0;
    this.#entry = "next";
  }

  #begin(): Buffer | undefined {
    const batch = this.#shift();
    if (batch === undefined || batch !== this.#entry) return batch?.data;
    this.#entry = undefined;
    const preamble = batch.preamble();
    if (preamble.length === 0) return batch.data;
    this.#afterRest = batch.data;
    return preamble;
  }

  /** While nothing can be decoded, only a batch to begin with is of use. */
  #isWanted(batch: Batch): boolean {
    if (this.#entry !== "next") return true;
    if (batch.isEntryPoint) {
      this.#hasBegun = true;
      this.#entry = batch;
      return true;
    }
    if (this.#hasBegun) this.#count(batch);
    return false;
  }

  #isWithinLimits(): boolean {
    const oldest = this.#batches[this.#primed];
    const newest = this.#batches.at(-1);
    if (oldest === newest || oldest === undefined || newest === undefined) return true;
    const spanMs = distance(oldest.firstTimestamp, newest.firstTimestamp);
    return this.#liveBytes <= this.#limits.maxBytes && spanMs <= this.#limits.maxMs;
  }

  #skipToEntry(): void {
    do {
      const batch = this.#shift();
      if (batch === undefined) {
        this.#entry = "next";
        return;
      }
      this.#count(batch);
      this.#entry = this.#batches[0];
    } while (!(this.#batches[0]?.isEntryPoint === true && this.#isWithinLimits()));
  }

  #shift(): Batch | undefined {
    const batch = this.#batches.shift();
    if (batch === undefined) return undefined;
    if (this.#primed > 0) this.#primed -= 1;
    else this.#liveBytes -= batch.data.length;
    return batch;
  }

  #count(batch: Batch): void {
    this.dropped.messages += batch.messages;
    this.dropped.bytes += batch.data.length;
  }
}
