import type { Clock } from "../hub/clock.ts";

const FIRST_MS = 250;
const LAST_MS = 10_000;
/** A relay that ran for this long did not die of how it was started. */
const STEADY_MS = 60_000;

/** How long to wait before a relay is started again: from 0.25 s, doubled each time, up to 10 s. */
export class RestartDelay {
  readonly #clock: Clock;
  #nextMs = FIRST_MS;
  #openedAt: number | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The relay runs. */
  opened(): void {
    this.#openedAt = this.#clock.now();
  }

  /** It has died, or did not start: milliseconds until the next time. */
  next(): number {
    const now = this.#clock.now();
    if (this.#openedAt !== undefined && now - this.#openedAt >= STEADY_MS) this.#nextMs = FIRST_MS;
    this.#openedAt = undefined;
    const ms = this.#nextMs;
    this.#nextMs = Math.min(ms * 2, LAST_MS);
    return ms;
  }
}
