import { untilAborted } from "../calls/until-aborted.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { HttpClock } from "./clock.ts";
import type { RateLimit } from "./http-client.ts";

/** Calls that may stand in one line. */
const MAX_WAITING = 1_000;
/** What is lost in adding up fractions of a token. */
const ROUNDING = 1e-9;

type Waiter = { go: () => void };

/** Lets callers through in their order, no faster than a rate. */
export class TokenBucket {
  readonly #limit: RateLimit;
  readonly #clock: HttpClock;
  readonly #waiting = new Set<Waiter>();
  #tokens: number;
  /** When `#tokens` was right; in the future while the bucket is paused. */
  #countedAt: number;
  #cancelTimer: (() => void) | undefined;

  constructor(limit: RateLimit, clock: HttpClock) {
    this.#limit = limit;
    this.#clock = clock;
    this.#tokens = limit.burst;
    this.#countedAt = clock.now();
  }

  /**
   * Resolves when it is this caller's turn. One that aborts leaves the line.
   *
   * @throws the signal's reason; MultistreamError `rate_limited` when the line is full
   */
  async take(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#waiting.size >= MAX_WAITING) {
      throw new MultistreamError("rate_limited", `${MAX_WAITING} calls wait already.`, {
        hint: "Make fewer calls at once.",
        retryAfterMs: Math.ceil((MAX_WAITING / this.#limit.perSecond) * 1_000),
      });
    }
    const turn = Promise.withResolvers<void>();
    const waiter = { go: turn.resolve };
    this.#waiting.add(waiter);
    this.#letThrough();
    await untilAborted(signal, turn.promise, () => this.#waiting.delete(waiter));
  }

  /** Could so many go through now, one after the other? */
  hasRoomFor(count: number): boolean {
    const now = this.#clock.now();
    this.#fill(now);
    return this.#waiting.size === 0 && this.#countedAt <= now && this.#tokens + ROUNDING >= count;
  }

  /** Lets nobody through for so many milliseconds, and goes on with one caller then. */
  pause(ms: number): void {
    const until = this.#clock.now() + ms;
    if (until <= this.#countedAt) return;
    this.#tokens = Math.min(1, this.#limit.burst);
    this.#countedAt = until;
    this.#letThrough();
  }

  #letThrough(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const now = this.#clock.now();
    this.#fill(now);
    for (const waiter of this.#waiting) {
      const waitMs = this.#untilNext(now);
      if (waitMs > 0) {
        this.#cancelTimer = this.#clock.after(waitMs, () => this.#letThrough());
        return;
      }
      this.#tokens -= 1;
      this.#waiting.delete(waiter);
      waiter.go();
    }
  }

  #fill(now: number): void {
    if (now <= this.#countedAt) return;
    const gained = ((now - this.#countedAt) * this.#limit.perSecond) / 1_000;
    this.#tokens = Math.min(this.#limit.burst, this.#tokens + gained);
    this.#countedAt = now;
  }

  #untilNext(now: number): number {
    const missing = Math.max(0, 1 - ROUNDING - this.#tokens);
    const pausedMs = Math.max(0, this.#countedAt - now);
    return missing === 0 ? pausedMs : pausedMs + Math.ceil((missing * 1_000) / this.#limit.perSecond);
  }
}
