import type { AudioCodec, VideoCodec } from "../flv/codec.ts";
import type { Batch, WireFormat } from "./batch.ts";
import type { BatchReceiver } from "./format-fanout.ts";

/**
 * - `idle`: no session
 * - `away`: a session is open, but its publisher delivers nothing
 * - `delivering`: media comes in
 */
export type SourceState = "idle" | "away" | "delivering";

/** What is known of the media; absent until it was seen. */
export type SourceCodecs = { readonly video?: VideoCodec; readonly audio?: AudioCodec };

/** A receiver's place in the stream. */
export type Subscription = {
  /** What was missed, to be sent first. Empty when the receiver has to wait for a keyframe. */
  readonly backlog: readonly Batch[];
  /** Ends the deliveries; may be repeated. */
  leave(): void;
};

/** A stream as those see it who carry it on. */
export type MediaSource = {
  readonly state: SourceState;
  readonly codecs: SourceCodecs;
  /** When coded media came in last, on the relay's monotonic clock; absent before the first. */
  readonly lastMediaAt: number | undefined;
  /** Calls back after a change of `state` or `codecs`. Returns how to stop that. */
  onChange(listener: () => void): () => void;
  /** Joins without gap and without repetition: the backlog, then every batch that follows it. */
  join(format: WireFormat, receiver: BatchReceiver): Subscription;
};
