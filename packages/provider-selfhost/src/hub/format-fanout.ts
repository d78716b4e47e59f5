import type { Batch, MessageGroup, WireFormat } from "./batch.ts";
import { encodeBatch, splitGroup } from "./batch.ts";
import type { GopCache, JoinMode } from "./gop-cache.ts";
import { distance } from "./timeline.ts";

/** Somebody who takes batches. Must not throw and must not wait. */
export type BatchReceiver = { deliver(batch: Batch): void };

/** An encoded group and those who were listening when it was encoded. */
export type Delivery = { batch: Batch; receivers: readonly BatchReceiver[] };

/** The same bound as for a live batch, so that a burst is written in equal steps. */
export const MAX_BATCH_BYTES = 256 * 1024;

/**
 * All targets of a stream that share one wire format. Holds the batches from which the next one
 * can join, which are the very buffers that the others were sent.
 */
export class FormatFanout {
  readonly #format: WireFormat;
  readonly #audioTailMs: number;
  /** Replaced, never changed: a delivery under way keeps the array that it began with. */
  #receivers: readonly BatchReceiver[] = [];
  #backlog: Batch[] | undefined;

  constructor(format: WireFormat, audioTailMs: number) {
    this.#format = format;
    this.#audioTailMs = audioTailMs;
  }

  get isEmpty(): boolean {
    return this.#receivers.length === 0;
  }

  /** Adds a receiver; answers what it has missed, to be sent ahead of the batches that follow. */
  add(receiver: BatchReceiver, cache: GopCache): readonly Batch[] {
    this.#receivers = [...this.#receivers, receiver];
    this.#backlog ??= this.#encodeCache(cache);
    return this.#backlog?.slice() ?? [];
  }

  remove(receiver: BatchReceiver): void {
    this.#receivers = this.#receivers.filter((other) => other !== receiver);
  }

  /** Encodes a group and keeps it for those who join next. Nothing is delivered yet. */
  encode(group: MessageGroup, mode: JoinMode): Delivery {
    const batch = encodeBatch(group, this.#format);
    if (mode === "waiting") this.#backlog = undefined;
    else if (group.startsWithKeyframe) this.#backlog = [batch];
    else if (mode === "audio") this.#appendAudio(batch);
    else this.#backlog?.push(batch);
    return { batch, receivers: this.#receivers };
  }

  /** Forgets what was kept: it belongs to another publisher. */
  forget(): void {
    this.#backlog = undefined;
  }

  #encodeCache(cache: GopCache): Batch[] | undefined {
    if (cache.mode === "waiting") return undefined;
    if (cache.messages.length === 0) return [];
    const group: MessageGroup = {
      messages: cache.messages,
      startsWithKeyframe: cache.mode === "gop",
      isEntryPoint: true,
      headers: cache.headers,
    };
    return splitGroup(group, MAX_BATCH_BYTES).map((part) => encodeBatch(part, this.#format));
  }

  #appendAudio(batch: Batch): void {
    const backlog = (this.#backlog ??= []);
    backlog.push(batch);
    let oldest = backlog[0];
    while (oldest && distance(oldest.firstTimestamp, batch.firstTimestamp) > this.#audioTailMs) {
      backlog.shift();
      oldest = backlog[0];
    }
  }
}
