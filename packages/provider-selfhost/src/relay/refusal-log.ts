import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";

/** The shortest time between two lines, in milliseconds. */
const INTERVAL_MS = 1_000;

/** Logs refusals of one kind; a flood of them becomes one line a second. */
export class RefusalLog {
  readonly #clock: Clock;
  readonly #log: Log;
  #loggedAt = -Infinity;
  #count = 0;

  readonly #message: string;

  /** @param message says what was refused, and why. */
  constructor(clock: Clock, log: Log, message: string) {
    this.#clock = clock;
    this.#log = log;
    this.#message = message;
  }

  /** @param from the peer's address; the latest one is named. */
  refused(from: string): void {
    this.#count++;
    const now = this.#clock.now();
    if (now - this.#loggedAt < INTERVAL_MS) return;
    this.#loggedAt = now;
    const count = this.#count === 1 ? {} : { count: this.#count };
    this.#log("warn", this.#message, { from, ...count });
    this.#count = 0;
  }
}
