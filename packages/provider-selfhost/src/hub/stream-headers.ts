import type { MediaMessage } from "../rtmp/message.ts";

const MAX_SLOTS = 64;
const MAX_BYTES = 1024 * 1024;

/**
 * What a target needs ahead of the first frame: the last metadata and the sequence headers of all
 * tracks. Bounded; set-up past the bounds is forwarded to those who listen but not kept.
 */
export class StreamHeaders {
  readonly #slots = new Map<string, MediaMessage>();
  #current: readonly MediaMessage[] = [];
  #bytes = 0;

  /** The set-up now, in the order of first appearance. Each change makes a new array. */
  get current(): readonly MediaMessage[] {
    return this.#current;
  }

  /** Keeps a message in its slot (see `headerSlot` of the tags); answers whether it was kept. */
  set(slot: string, message: MediaMessage): boolean {
    const previous = this.#slots.get(slot);
    const bytes = this.#bytes - (previous?.payload.length ?? 0) + message.payload.length;
    const isFull = previous === undefined && this.#slots.size === MAX_SLOTS;
    if (isFull || bytes > MAX_BYTES) return false;
    this.#slots.set(slot, message);
    this.#bytes = bytes;
    this.#current = [...this.#slots.values()];
    return true;
  }

  clear(): void {
    this.#slots.clear();
    this.#current = [];
    this.#bytes = 0;
  }
}
