/** Media that shares a line of non-decreasing timestamps. */
export type Track = "audio" | "video" | "data";

/** A source that goes back further than this has restarted its clock; less is jitter. */
const CLOCK_RESET_MS = 1000;
/** Frame durations outside of this are gaps, not frames. */
const MAX_FRAME_MS = 200;
const DEFAULT_FRAME_MS = 33;

/**
 * The output timeline of one stream over any number of publishers.
 *
 * The first publisher's timestamps pass unchanged. One offset, common to audio and video, lets the
 * next publisher, or one that restarts its clock, go on one frame after the last timestamp. Within
 * a track timestamps never decrease; small backward steps are lifted to the last value. All
 * arithmetic is modulo 2^32, as on the wire.
 */
export class Timeline {
  #offset = 0;
  #resumeAt: number | undefined;
  /** The furthest coded timestamp of all tracks. */
  #latest: number | undefined;
  #frameMs = DEFAULT_FRAME_MS;
  readonly #last: { [track in Track]?: number } = {};

  /** Says that the messages which follow come from another publisher. */
  resume(): void {
    if (this.#latest !== undefined) this.#resumeAt = this.#nextFrame(this.#latest);
  }

  /**
   * The output timestamp of audio or video. The first one after {@link resume} sets the offset.
   *
   * @param timestamp milliseconds of the source, unsigned 32 bit.
   */
  stampCoded(track: Track, timestamp: number): number {
    if (this.#resumeAt !== undefined) {
      this.#offset = this.#resumeAt - timestamp;
      this.#resumeAt = undefined;
    }
    let at = (timestamp + this.#offset) >>> 0;
    const last = this.#last[track];
    if (last !== undefined) {
      const step = distance(last, at);
      if (step < -CLOCK_RESET_MS) {
        at = laterOf(last, this.#nextFrame(this.#latest ?? last));
        this.#offset = at - timestamp;
      } else if (step < 0) {
        at = last;
      } else if (step > 0 && step <= MAX_FRAME_MS) {
        this.#measureFrame(track, step);
      }
    }
    this.#last[track] = at;
    if (this.#latest === undefined || distance(this.#latest, at) > 0) this.#latest = at;
    return at;
  }

  /**
   * The output timestamp of set-up and data. Encoders often stamp these 0 in mid-stream, so they
   * follow the timeline and never move it.
   *
   * @param timestamp milliseconds of the source, unsigned 32 bit.
   */
  stampOther(track: Track, timestamp: number): number {
    const source = (timestamp + this.#offset) >>> 0;
    if (this.#latest === undefined) return source;
    const last = this.#last[track];
    const isNear = Math.abs(distance(this.#latest, source)) <= CLOCK_RESET_MS;
    const place = this.#resumeAt ?? (isNear ? source : (last ?? this.#latest));
    const at = last === undefined ? place : laterOf(last, place);
    this.#last[track] = at;
    return at;
  }

  #nextFrame(timestamp: number): number {
    return (timestamp + this.#frameMs) >>> 0;
  }

  #measureFrame(track: Track, step: number): void {
    // Without video the audio packet is the frame.
    if (track === "video" || this.#last.video === undefined) this.#frameMs = step;
  }
}

/** Milliseconds from one timestamp to another, modulo 2^32: between -2^31 and 2^31 - 1. */
export function distance(from: number, to: number): number {
  return (to - from) | 0;
}

function laterOf(a: number, b: number): number {
  return distance(a, b) < 0 ? a : b;
}
