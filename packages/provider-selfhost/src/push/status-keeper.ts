import type { TargetState, TargetStatus } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { errorFields, type Log } from "../hub/log.ts";
import type { Reason } from "./failure.ts";
import type { StatusListener } from "./pusher.ts";

/** The parts of a status that change without being news. */
export type StatusNumbers = {
  attempt?: number;
  /** On the monotonic clock. */
  nextAttemptAt?: number | undefined;
  bitrateBps?: number;
  bytesSent?: number;
  /** On the monotonic clock. */
  lastByteAt?: number | undefined;
};

/** Settings of {@link StatusKeeper}. */
export type StatusKeeperOptions = {
  clock: Clock;
  /** Asked whenever a status is put together. */
  numbers: () => StatusNumbers;
  onStatus: StatusListener;
  /** It has been told `idle` since then, on the monotonic clock. Default: nothing is told yet. */
  restingSince?: number | undefined;
  log: Log;
};

/** Keeps a target's state and reason, and tells when one of them changes. */
export class StatusKeeper {
  readonly #options: StatusKeeperOptions;
  #state: TargetState = "idle";
  #reason: Reason | undefined;
  #since: number;
  #isTold: boolean;

  constructor(options: StatusKeeperOptions) {
    const { clock, restingSince } = options;
    this.#options = options;
    this.#since = restingSince ?? clock.now();
    this.#isTold = restingSince !== undefined;
  }

  get state(): TargetState {
    return this.#state;
  }

  /** Enters a state; tells it unless state and reason are as they were. */
  enter(state: TargetState, reason?: Reason): void {
    const isSame =
      state === this.#state && reason?.code === this.#reason?.code && reason?.message === this.#reason?.message;
    if (isSame && this.#isTold) return;
    if (state !== this.#state) this.#since = this.#options.clock.now();
    this.#state = state;
    this.#reason = reason;
    this.#isTold = true;
    try {
      this.#options.onStatus(this.snapshot());
    } catch (error) {
      this.#options.log("error", "a target's report could not be taken", errorFields(error));
    }
  }

  /** Tells the next state even if it is the same: somebody else may have spoken in between. */
  tellAgain(): void {
    this.#isTold = false;
  }

  /** The status with the numbers of this moment. */
  snapshot(): TargetStatus {
    const { attempt, nextAttemptAt, bitrateBps, bytesSent, lastByteAt } = this.#options.numbers();
    const { clock } = this.#options;
    // Both clocks are read once: read anew for each, a state could begin after it was observed.
    const now = clock.now();
    const wall = clock.wall();
    const timeOf = (at: number): string => new Date(wall + (at - now)).toISOString();
    return {
      state: this.#state,
      since: timeOf(this.#since),
      observedAt: timeOf(now),
      source: "relay",
      ...(this.#reason ? { reason: { ...this.#reason } } : {}),
      ...(attempt === undefined ? {} : { attempt }),
      ...(nextAttemptAt === undefined ? {} : { nextAttemptAt: timeOf(nextAttemptAt) }),
      ...(bitrateBps === undefined ? {} : { bitrateBps }),
      ...(bytesSent === undefined ? {} : { bytesSent }),
      ...(lastByteAt === undefined ? {} : { lastByteAt: timeOf(lastByteAt) }),
    };
  }
}
