import type { MediaMessage } from "../rtmp/message.ts";
import type { MessageGroup } from "./batch.ts";
import { cost, type JoinMode } from "./gop-cache.ts";

/** The messages that wait for the next flush. */
export class PendingGroup {
  readonly #maxBytes: number;
  #messages: MediaMessage[] = [];
  #bytes = 0;
  #headers: readonly MediaMessage[] = [];
  #startsWithKeyframe = false;

  /** @param maxBytes a group is full from here on, payload and overhead together. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.#messages.length === 0;
  }

  /** Must the group go out before this message? */
  isFullFor(message: MediaMessage): boolean {
    return !this.isEmpty && this.#bytes + cost(message) > this.#maxBytes;
  }

  /** @param headers the set-up ahead of this message. */
  add(message: MediaMessage, headers: readonly MediaMessage[], isKeyframe: boolean): void {
    if (this.isEmpty) {
      this.#headers = headers;
      this.#startsWithKeyframe = isKeyframe;
    }
    this.#messages.push(message);
    this.#bytes += cost(message);
  }

  /** Hands the group over and begins the next. */
  take(mode: JoinMode): MessageGroup {
    const group: MessageGroup = {
      messages: this.#messages,
      startsWithKeyframe: this.#startsWithKeyframe,
      isEntryPoint: this.#startsWithKeyframe || mode === "audio",
      headers: this.#headers,
    };
    this.#messages = [];
    this.#bytes = 0;
    return group;
  }
}
