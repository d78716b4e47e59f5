import { acquireLease, notify, releaseLease, type Writing } from "../store/index.ts";
import { describeError } from "../log/describe-error.ts";
import type { RelayParts } from "./relay-parts.ts";

/** Leases of relays are called so. */
export const RELAY_LEASES = "relay:";
/** For how long a relay counts as alive without another word, in milliseconds. */
export const TTL_MS = 10_000;
const RENEW_MS = 3_000;
/** The clocks of two machines may differ by less than that, in milliseconds. */
export const SKEW_MS = 5_000;

/** The name of a relay's lease. */
export function leaseOf(relayId: string): string {
  return RELAY_LEASES + relayId;
}

/**
 * The one row by which a relay says that it is alive (DESIGN §9: "Each relay renews one row for itself … deadlines count
 * from before the query was sent"). While it is good nobody else takes the relay's streams.
 */
export class RelayLease {
  readonly #parts: RelayParts;
  readonly #body: () => string;
  readonly #onDoubted: () => void;
  #epoch = 0;
  /** By the clock that only grows. */
  #deadline = Number.NEGATIVE_INFINITY;
  #renewing: Promise<void> | undefined;
  #cancel: () => void = () => {};
  #isClosed = false;
  #isAway = false;

  /**
   * @param body what the relay says about itself with every renewal
   * @param onDoubted it is renewed, but so late that by a clock which is ahead of this one it had run out: somebody may
   * have said by then that nobody knows what has become of the relay's streams
   */
  constructor(parts: RelayParts, body: () => string, onDoubted: () => void = () => {}) {
    this.#parts = parts;
    this.#body = body;
    this.#onDoubted = onDoubted;
  }

  /** Is it certain that nobody has taken the streams? */
  get isGood(): boolean {
    return this.#parts.clock.now() < this.#deadline;
  }

  /** The lease's own; 0 before it was taken. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Takes it, and renews it from then on. @throws MultistreamError when the store cannot be reached */
  async start(): Promise<void> {
    await this.renew();
    this.#later();
  }

  /** Renews it now. @throws MultistreamError when the store cannot be reached */
  renew(): Promise<void> {
    this.#renewing ??= this.during(function* () {}).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /**
   * Renews it in the same unit of work in which something is done that counts on it.
   *
   * @throws MultistreamError when the store cannot be reached, and what the unit throws
   */
  async during<T>(unit: () => Writing<T>): Promise<T> {
    const { id, store, clock } = this.#parts;
    const sentAt = clock.now();
    const wall = clock.wall();
    const body = this.#body();
    const isBack = !this.isGood;
    const [lease, result] = await store.write(function* () {
      const lease = yield* acquireLease(leaseOf(id), id, wall, TTL_MS, body);
      if (isBack) yield* notify("leases", leaseOf(id));
      return [lease, yield* unit()] as const;
    });
    // Nobody else knows the name.
    if (!lease) throw new Error("The relay's lease is another's.");
    const wasDoubted = this.#epoch > 0 && clock.now() > this.#deadline - SKEW_MS;
    this.#epoch = lease.epoch;
    this.#deadline = Math.max(this.#deadline, sentAt + TTL_MS);
    if (wasDoubted) this.#onDoubted();
    return result;
  }

  /** Gives it free: whoever waits for it to expire need not. @throws MultistreamError when the store cannot be reached */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#cancel();
    await this.#renewing?.catch(() => undefined);
    this.#deadline = Number.NEGATIVE_INFINITY;
    const { id, store } = this.#parts;
    await store.write(() => releaseLease(leaseOf(id), id));
  }

  #later(): void {
    if (this.#isClosed) return;
    this.#cancel = this.#parts.clock.after(RENEW_MS, () => void this.#beat());
  }

  async #beat(): Promise<void> {
    const { log } = this.#parts;
    // The next one does not wait for an answer that may never come.
    this.#later();
    try {
      await this.renew();
      if (this.#isAway) log("info", "the relay's store is there again");
      this.#isAway = false;
    } catch (error) {
      if (!this.#isAway) {
        log("warn", "the relay cannot reach its store; what runs goes on", { error: describeError(error) });
      }
      this.#isAway = true;
    }
  }
}
