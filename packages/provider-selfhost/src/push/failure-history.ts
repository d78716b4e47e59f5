import { AddressError } from "./address-error.ts";
import { isRefusal, isSilentClose, type Reason, reasonOf } from "./failure.ts";

/** Credentials that worked for this long are good, whatever the destination says later. */
export const PROVEN_AFTER_MS = 30_000;
const QUICK_CLOSE_MS = 10_000;
const QUICK_CLOSES_BEFORE_HINT = 3;
const REFUSALS_BEFORE_FAILED = 3;

/** What to do after a failure. */
export type FailureVerdict = { reason: Reason; retry: boolean };

/** What is remembered of a destination's earlier failures, to judge the next one. */
export class FailureHistory {
  #isProven = false;
  #refusals = 0;
  #quickCloses = 0;

  /**
   * @param liveMs how long the destination had taken media on this connection; 0 when it never did.
   */
  judge(error: unknown, liveMs: number, place: { host: string; port: number }): FailureVerdict {
    this.lived(liveMs);
    const refused = isRefusal(error);
    this.#refusals = refused ? this.#refusals + 1 : 0;
    this.#quickCloses = isSilentClose(error) && liveMs < QUICK_CLOSE_MS ? this.#quickCloses + 1 : 0;

    const reason = reasonOf(error, place);
    if (error instanceof AddressError) return { reason, retry: error.code === "dns" };
    if (refused && this.#isProven) return { reason: refusedProven, retry: true };
    if (refused && this.#refusals >= REFUSALS_BEFORE_FAILED) return { reason: withHint(reason, givenUp), retry: false };
    if (this.#quickCloses >= QUICK_CLOSES_BEFORE_HINT) {
      return { reason: withHint(reason, wrongKeyHint), retry: true };
    }
    return { reason, retry: true };
  }

  /** A connection has taken media for this long; whichever way it ended. */
  lived(liveMs: number): void {
    if (liveMs >= PROVEN_AFTER_MS) this.#isProven = true;
  }

  /** Forgets the series, not that the credentials are good: restarted, or a new session. */
  forgive(): void {
    this.#refusals = 0;
    this.#quickCloses = 0;
  }
}

const refusedProven: Reason = {
  code: "closed_by_destination",
  message: "The destination refuses the stream key that it took before. Check in its dashboard whether it has changed.",
};

const givenUp = "It was refused three times; nothing more is tried until the target is edited or restarted.";
const wrongKeyHint = "A wrong stream key is the usual cause of connections that end right after they begin.";

function withHint(reason: Reason, hint: string): Reason {
  return { code: reason.code, message: `${reason.message} ${hint}` };
}
