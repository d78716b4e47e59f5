import type { Notice } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import type { Dropped } from "../push/pusher.ts";

/** The shortest time between two warnings about one target, in milliseconds. */
const INTERVAL_MS = 30_000;

/** Decides when it is worth saying that a target was too slow for some of the media. */
export class DropWarning {
  readonly #clock: Clock;
  #told = 0;
  #toldAt = -Infinity;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What to say now, if anything. `dropped` counts from the beginning of the session. */
  check({ messages }: Dropped): Notice | undefined {
    if (messages < this.#told) this.#told = 0;
    const now = this.#clock.now();
    if (messages === this.#told || now - this.#toldAt < INTERVAL_MS) return undefined;
    this.#told = messages;
    this.#toldAt = now;
    return {
      code: "media_dropped",
      message:
        `The destination is too slow: ${messages} audio and video messages of this session were left out. ` +
        "Check the upload rate of this machine, or lower the bit rate of the encoder.",
    };
  }
}
