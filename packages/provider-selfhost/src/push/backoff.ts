const FIRST_MS = 500;
const LAST_MS = 30_000;

/**
 * How long to wait before the next attempt: from 0.5 s, doubled each time, up to 30 s. Each wait
 * is drawn from the upper half of its span, so that targets which failed together do not come
 * back together.
 */
export class Backoff {
  readonly #random: () => number;
  #spanMs = FIRST_MS;

  /** @param random between 0 and 1; `Math.random` by default. */
  constructor(random: () => number = Math.random) {
    this.#random = random;
  }

  /** The next wait in milliseconds. */
  next(): number {
    const span = this.#spanMs;
    this.#spanMs = Math.min(span * 2, LAST_MS);
    return Math.max(FIRST_MS, Math.round(span * (0.5 + this.#random() / 2)));
  }

  /** The destination has proven good: begin at 0.5 s again. */
  reset(): void {
    this.#spanMs = FIRST_MS;
  }
}
