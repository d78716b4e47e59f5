import type { MediaMessage } from "../rtmp/message.ts";
import type { Batch, WireFormat } from "./batch.ts";
import { classify, type Classified } from "./classify.ts";
import type { Clock } from "./clock.ts";
import type { FlushTimer } from "./flush-timer.ts";
import { type BatchReceiver, FormatFanout, MAX_BATCH_BYTES } from "./format-fanout.ts";
import { defaultGopLimits, GopCache, type GopLimits } from "./gop-cache.ts";
import { errorFields, type Log, silentLog } from "./log.ts";
import type { MediaSource, SourceCodecs, SourceState, Subscription } from "./media-source.ts";
import { PendingGroup } from "./pending-group.ts";
import { StreamHeaders } from "./stream-headers.ts";
import { Timeline } from "./timeline.ts";

/** Settings of {@link StreamHub}. */
export type StreamHubOptions = {
  clock: Clock;
  /** Shared by all hubs of the worker. */
  flushTimer: FlushTimer;
  gop?: GopLimits;
  log?: Log;
};

/** What a hub did not pass on, in messages. */
export type HubCounters = {
  /** Payload that is no audio or video tag. */
  malformed: number;
  /** Frames that came ahead of a publisher's first keyframe. */
  undecodable: number;
};

/**
 * One stream's crossing: media of one publisher at a time comes in, batches go out to any number
 * of receivers. Each message is read once, and encoded once per wire format in use.
 *
 * Media before the publisher's first keyframe, and whatever is no tag, is counted and not passed
 * on; nothing that comes in makes a hub throw.
 */
export class StreamHub implements MediaSource {
  readonly counters: HubCounters = { malformed: 0, undecodable: 0 };
  readonly #clock: Clock;
  readonly #flushTimer: FlushTimer;
  readonly #gopLimits: GopLimits;
  readonly #log: Log;
  readonly #headers = new StreamHeaders();
  readonly #cache: GopCache;
  readonly #pending = new PendingGroup(MAX_BATCH_BYTES);
  readonly #fanouts = new Map<string, FormatFanout>();
  readonly #listeners = new Set<() => void>();
  #timeline = new Timeline();
  #state: SourceState = "idle";
  #codecs: SourceCodecs = {};
  #lastMediaAt: number | undefined;
  /** The tracks that stand for the stream: the first ones seen of a publisher. */
  #mainTracks: { audio?: number; video?: number } = {};
  #needsKeyframe = true;

  constructor(options: StreamHubOptions) {
    this.#clock = options.clock;
    this.#flushTimer = options.flushTimer;
    this.#gopLimits = options.gop ?? defaultGopLimits;
    this.#log = options.log ?? silentLog;
    this.#cache = new GopCache(this.#gopLimits);
  }

  get state(): SourceState {
    return this.#state;
  }

  get codecs(): SourceCodecs {
    return this.#codecs;
  }

  get lastMediaAt(): number | undefined {
    return this.#lastMediaAt;
  }

  /**
   * A publisher begins, with a new session or in the place of the one before: then the timeline
   * goes on one frame after the last timestamp, and receivers stay.
   */
  publisherStarted(): void {
    this.flush();
    if (this.#state === "idle") this.#timeline = new Timeline();
    else this.#timeline.resume();
    this.#forgetMedia();
    if (this.#state === "idle") this.#state = "away";
    this.#changed();
  }

  /**
   * The publisher delivers nothing, but is still there: it may go on where it stopped, without
   * repeating its set-up, so all that was learnt of its media stays.
   */
  publisherSilent(): void {
    if (this.#state !== "delivering") return;
    this.flush();
    this.#state = "away";
    this.#changed();
  }

  /** The publisher is gone; the session stays open for the next one. */
  publisherLost(): void {
    this.publisherSilent();
    this.#forgetMedia();
  }

  /** The session is over; the next publisher begins a new timeline. */
  sessionEnded(): void {
    if (this.#state === "idle") return;
    this.flush();
    this.#forgetMedia();
    this.#lastMediaAt = undefined;
    this.#state = "idle";
    this.#changed();
  }

  /** Takes the publisher's next message; its payload must not change afterwards. */
  media(message: MediaMessage): void {
    if (this.#state === "idle") return;
    const classified = classify(message);
    if (classified === undefined) {
      this.counters.malformed += 1;
      return;
    }
    if (classified.isCoded) this.#lastMediaAt = this.#clock.now();
    const isMain = this.#isMainTrack(classified);
    const isKeyframe = isMain && classified.isKeyframe;
    if (classified.track === "video" && classified.isCoded && this.#needsKeyframe) {
      if (!isKeyframe) {
        this.counters.undecodable += 1;
        return;
      }
      this.#needsKeyframe = false;
    }
    this.#gather(this.#stamped(message, classified), classified, isKeyframe);
    this.#observe(classified, isMain);
  }

  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  join(format: WireFormat, receiver: BatchReceiver): Subscription {
    // What is pending goes to the others first, so that the backlog ends where the next batch begins.
    this.flush();
    const key = `${format.messageStreamId}/${format.chunkSize}`;
    let fanout = this.#fanouts.get(key);
    if (!fanout) {
      fanout = new FormatFanout(format, this.#gopLimits.audioTailMs);
      this.#fanouts.set(key, fanout);
    }
    const joined = fanout;
    const backlog = joined.add(receiver, this.#cache);
    return {
      backlog,
      leave: () => {
        joined.remove(receiver);
        if (joined.isEmpty && this.#fanouts.get(key) === joined) this.#fanouts.delete(key);
      },
    };
  }

  /** Sends what is pending now instead of with the next tick. */
  flush(): void {
    if (this.#pending.isEmpty) return;
    this.#flushTimer.forget(this);
    const { mode } = this.#cache;
    const group = this.#pending.take(mode);
    // All formats are encoded before anybody is called, so that a receiver may join another one.
    const deliveries = [...this.#fanouts.values()].map((fanout) => fanout.encode(group, mode));
    for (const { batch, receivers } of deliveries) {
      for (const receiver of receivers) this.#deliver(receiver, batch);
    }
  }

  #isMainTrack({ track, trackId }: Classified): boolean {
    if (track === "data") return false;
    this.#mainTracks[track] ??= trackId;
    return this.#mainTracks[track] === trackId;
  }

  #stamped(message: MediaMessage, classified: Classified): MediaMessage {
    const { track, isCoded } = classified;
    const timestamp = isCoded
      ? this.#timeline.stampCoded(track, message.timestamp)
      : this.#timeline.stampOther(track, message.timestamp);
    return { typeId: message.typeId, timestamp, payload: message.payload };
  }

  #gather(message: MediaMessage, classified: Classified, isKeyframe: boolean): void {
    const headers = this.#headers.current;
    if (isKeyframe || this.#pending.isFullFor(message)) this.flush();
    this.#cache.add(message, isKeyframe ? "keyframe" : classified.role, headers);
    if (classified.headerSlot !== "") this.#headers.set(classified.headerSlot, message);
    if (this.#fanouts.size === 0) return;
    if (this.#pending.isEmpty) this.#flushTimer.request(this);
    this.#pending.add(message, headers, isKeyframe);
  }

  /** Learns the codecs, and that the publisher delivers. */
  #observe({ track, codec, isCoded }: Classified, isMain: boolean): void {
    const isNewCodec = track !== "data" && isMain && codec !== undefined && this.#codecs[track] !== codec;
    if (isNewCodec) this.#codecs = { ...this.#codecs, [track]: codec };
    const begins = isCoded && this.#state === "away";
    if (begins) this.#state = "delivering";
    if (isNewCodec || begins) this.#changed();
  }

  #forgetMedia(): void {
    this.#headers.clear();
    this.#cache.clear();
    for (const fanout of this.#fanouts.values()) fanout.forget();
    this.#codecs = {};
    this.#mainTracks = {};
    this.#needsKeyframe = true;
  }

  #changed(): void {
    for (const listener of this.#listeners) {
      try {
        listener();
      } catch (error) {
        this.#log("error", "a listener of a stream failed", errorFields(error));
      }
    }
  }

  /** One receiver's fault is its own. */
  #deliver(receiver: BatchReceiver, batch: Batch): void {
    try {
      receiver.deliver(batch);
    } catch (error) {
      this.#log("error", "a receiver of a stream failed", errorFields(error));
    }
  }
}
