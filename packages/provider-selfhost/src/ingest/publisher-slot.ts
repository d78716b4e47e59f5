import type { Cancel, Clock } from "../hub/clock.ts";

/** What the slot needs of a publisher. */
export type SlotPublisher = { disconnect(): void };

type Contender = { publisher: SlotPublisher; decide: (taken: boolean) => void; cancelTimer: Cancel };

/**
 * Who may publish into a stream. An encoder that comes back over a half-open connection is taken at once, because
 * liveness is media, not TCP: only a publisher that delivered within `silenceMs` keeps the place. A newcomer who finds
 * such a one waits until it either delivers again (refused) or falls silent (taken).
 */
export class PublisherSlot {
  readonly #clock: Clock;
  readonly #silenceMs: number;
  #current: SlotPublisher | undefined;
  #lastMediaAt = 0;
  #contender: Contender | undefined;

  constructor(clock: Clock, silenceMs = 3_000) {
    this.#clock = clock;
    this.#silenceMs = silenceMs;
  }

  /** Who publishes now. */
  get current(): SlotPublisher | undefined {
    return this.#current;
  }

  /** Resolves with true when the publisher has the stream, with false when it is refused or `signal` aborts. */
  claim(publisher: SlotPublisher, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    const silentFor = this.#clock.now() - this.#lastMediaAt;
    if (!this.#current || silentFor >= this.#silenceMs) {
      this.#take(publisher);
      return Promise.resolve(true);
    }
    this.#settle(false);
    return new Promise((decide) => {
      const cancelTimer = this.#clock.after(this.#silenceMs - silentFor, () => this.#settle(true));
      const contender: Contender = { publisher, decide, cancelTimer };
      this.#contender = contender;
      signal.addEventListener("abort", () => this.#contender === contender && this.#settle(false), { once: true });
    });
  }

  /** Media has arrived. False when it is not from the publisher that has the stream. */
  delivered(publisher: SlotPublisher): boolean {
    if (publisher !== this.#current) return false;
    this.#lastMediaAt = this.#clock.now();
    if (this.#contender) this.#settle(false);
    return true;
  }

  /** The publisher is gone. False when it did not have the stream any more. */
  release(publisher: SlotPublisher): boolean {
    if (publisher !== this.#current) return false;
    this.#current = undefined;
    this.#settle(true);
    return true;
  }

  /** Sends everybody away. */
  clear(): void {
    this.#settle(false);
    const current = this.#current;
    this.#current = undefined;
    current?.disconnect();
  }

  #take(publisher: SlotPublisher): void {
    const previous = this.#current;
    this.#current = publisher;
    this.#lastMediaAt = this.#clock.now();
    previous?.disconnect();
  }

  #settle(taken: boolean): void {
    const contender = this.#contender;
    if (!contender) return;
    this.#contender = undefined;
    contender.cancelTimer();
    if (taken) this.#take(contender.publisher);
    contender.decide(taken);
  }
}
