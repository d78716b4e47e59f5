import type { MediaMessage } from "../rtmp/message.ts";
import { distance } from "./timeline.ts";

/** What a message means to somebody who joins. */
export type MessageRole = "keyframe" | "video" | "audio" | "header" | "data";

/**
 * How a target may join:
 * - `gop`: at the kept keyframe
 * - `audio`: at once, there is no video
 * - `waiting`: with the next keyframe
 */
export type JoinMode = "gop" | "audio" | "waiting";

/** Bounds of a {@link GopCache}. */
export type GopLimits = {
  /** Default 16 MiB, payload and an overhead for each message. */
  maxBytes: number;
  /** Default 20 s. */
  maxMs: number;
  /** What is kept of a stream without video. Default 2 s. */
  audioTailMs: number;
};

/** What a kept message costs besides its payload, so that a flood of tiny ones is bounded too. */
const MESSAGE_OVERHEAD_BYTES = 128;

export const defaultGopLimits: GopLimits = {
  maxBytes: 16 * 1024 * 1024,
  maxMs: 20_000,
  audioTailMs: 2000,
};

/** Without a frame for this long a stream counts as one without video. */
const VIDEO_SILENT_MS = 10_000;

/**
 * The messages from the last keyframe on, so that a target which joins in mid-stream has a picture
 * at once. A group of pictures past the bounds is dropped as a whole: half of one is of no use.
 */
export class GopCache {
  readonly #limits: GopLimits;
  #mode: JoinMode = "audio";
  #messages: MediaMessage[] = [];
  #headers: readonly MediaMessage[] = [];
  #bytes = 0;
  #lastVideoAt: number | undefined;

  constructor(limits: GopLimits = defaultGopLimits) {
    this.#limits = limits;
  }

  get mode(): JoinMode {
    return this.#mode;
  }

  /** The kept messages, oldest first. */
  get messages(): readonly MediaMessage[] {
    return this.#messages;
  }

  /** The set-up as it was at the first kept message. */
  get headers(): readonly MediaMessage[] {
    return this.#headers;
  }

  /** What is held, in bytes with overhead. */
  get bytes(): number {
    return this.#bytes;
  }

  /**
   * Takes the next message of the output timeline.
   *
   * @param headers the set-up ahead of this message.
   */
  add(message: MediaMessage, role: MessageRole, headers: readonly MediaMessage[]): void {
    if (role === "keyframe" || role === "video") this.#lastVideoAt = message.timestamp;
    if (role === "keyframe") this.#restart("gop", headers);
    else if (this.#isVideoSetUp(message, role)) this.#restart("waiting", headers);
    else if (role === "audio" && this.#videoIsSilent(message)) this.#restart("audio", headers);
    if (this.#mode === "waiting") return;

    if (this.#messages.length === 0) this.#headers = headers;
    this.#messages.push(message);
    this.#bytes += cost(message);
    if (this.#mode === "audio") this.#trimTail(message, headers);
    else if (this.#isOverBounds(message)) this.#restart("waiting", headers);
  }

  /** Forgets everything: another publisher begins. */
  clear(): void {
    this.#lastVideoAt = undefined;
    this.#restart("audio", []);
  }

  #restart(mode: JoinMode, headers: readonly MediaMessage[]): void {
    this.#mode = mode;
    this.#messages = [];
    this.#headers = headers;
    this.#bytes = 0;
  }

  /** Video announces itself by its set-up, ahead of its first keyframe. */
  #isVideoSetUp(message: MediaMessage, role: MessageRole): boolean {
    return this.#mode === "audio" && role === "header" && message.typeId === 9;
  }

  #videoIsSilent(message: MediaMessage): boolean {
    if (this.#mode === "audio") return false;
    // Set-up is often stamped 0, so the wait for a first frame is counted from the first audio.
    this.#lastVideoAt ??= message.timestamp;
    return distance(this.#lastVideoAt, message.timestamp) > VIDEO_SILENT_MS;
  }

  #isOverBounds(newest: MediaMessage): boolean {
    const oldest = this.#messages[0];
    if (this.#bytes > this.#limits.maxBytes) return true;
    return oldest !== undefined && distance(oldest.timestamp, newest.timestamp) > this.#limits.maxMs;
  }

  #trimTail(newest: MediaMessage, headers: readonly MediaMessage[]): void {
    let surplus = 0;
    for (const message of this.#messages) {
      const isOld = distance(message.timestamp, newest.timestamp) > this.#limits.audioTailMs;
      if (!isOld && this.#bytes <= this.#limits.maxBytes) break;
      this.#bytes -= cost(message);
      surplus += 1;
    }
    if (surplus === 0) return;
    this.#messages.splice(0, surplus);
    // Set-up that was trimmed away must still reach those who join.
    this.#headers = headers;
  }
}

/** What a message counts for in every bound of the hub, in bytes. */
export function cost(message: MediaMessage): number {
  return message.payload.length + MESSAGE_OVERHEAD_BYTES;
}
