import type { Cancel, Clock } from "../hub/clock.ts";

/** What the slot needs of a publisher. */
export type SlotPublisher = {
  /** `replaced`: another one has the stream now. `server_closed`: nobody may publish at this moment. */
  disconnect(reason: "replaced" | "server_closed"): void;
};

type Contender = { publisher: SlotPublisher; decide: (taken: boolean) => void; stopWaiting: () => void };

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
      this.#settle(false);
      this.#take(publisher);
      return Promise.resolve(true);
    }
    this.#settle(false);
    return new Promise((decide) => {
      const giveUp = (): void => this.#settle(false);
      const cancelTimer: Cancel = this.#clock.after(this.#silenceMs - silentFor, () => this.#settle(true));
      signal.addEventListener("abort", giveUp);
      const stopWaiting = (): void => {
        cancelTimer();
        signal.removeEventListener("abort", giveUp);
      };
      this.#contender = { publisher, decide, stopWaiting };
    });
  }

  /** Media has arrived. False when it is not from the publisher that has the stream. */
  delivered(publisher: SlotPublisher): boolean {
    if (publisher !== this.#current) return false;
    this.#lastMediaAt = this.#clock.now();
    this.#settle(false);
    return true;
  }

  /** The publisher is gone; who waits has the stream now. False when it did not have it any more. */
  release(publisher: SlotPublisher): boolean {
    if (publisher !== this.#current) return false;
    this.#current = undefined;
    this.#settle(true);
    return true;
  }

  /** Sends the publisher away; who waits has the stream now. */
  dismiss(): void {
    const current = this.#current;
    this.#current = undefined;
    this.#settle(true);
    current?.disconnect("server_closed");
  }

  /** Sends everybody away. */
  clear(): void {
    this.#settle(false);
    this.dismiss();
  }

  #take(publisher: SlotPublisher): void {
    const previous = this.#current;
    this.#current = publisher;
    this.#lastMediaAt = this.#clock.now();
    previous?.disconnect("replaced");
  }

  #settle(taken: boolean): void {
    const contender = this.#contender;
    if (!contender) return;
    this.#contender = undefined;
    contender.stopWaiting();
    if (taken) this.#take(contender.publisher);
    contender.decide(taken);
  }
}
