import { AddressError } from "./address-error.ts";
import { isRefusal, isSilentClose, type Place, type Reason, reasonOf } from "./failure.ts";

/** Credentials that worked for this long are good, whatever the destination says later. */
export const PROVEN_AFTER_MS = 30_000;
const QUICK_CLOSE_MS = 10_000;
const QUICK_CLOSES_BEFORE_HINT = 3;
/** A platform that hiccups refuses for a moment; a wrong key is refused for ever. */
const REFUSALS_BEFORE_FAILED = 3;
const REFUSED_FOR_MS = 15_000;

/** The circumstances of a failure. */
export type FailureFacts = {
  /** How long the destination had taken media on this connection; 0 when it never did. */
  liveMs: number;
  /** Now, on the relay's monotonic clock. */
  at: number;
  place: Place;
};

/** What to do after a failure. */
export type FailureVerdict = { reason: Reason; retry: boolean };

/** What is remembered of a destination's earlier failures, to judge the next one. */
export class FailureHistory {
  #isProven = false;
  /** Refusals without anything else in between. */
  #refusals: { count: number; since: number } | undefined;
  #quickCloses = 0;

  /** Takes the next failure; refusals are final when there were three of them, over at least 15 s. */
  judge(error: unknown, { liveMs, at, place }: FailureFacts): FailureVerdict {
    this.lived(liveMs);
    const refused = isRefusal(error);
    const { count, since } = this.#refusals ?? { count: 0, since: at };
    this.#refusals = refused ? { count: count + 1, since } : undefined;
    this.#quickCloses = isSilentClose(error) && liveMs < QUICK_CLOSE_MS ? this.#quickCloses + 1 : 0;

    const reason = reasonOf(error, place);
    if (error instanceof AddressError) return { reason, retry: error.code === "dns" };
    if (refused && this.#isProven) return { reason: refusedProven, retry: true };
    if (refused && count + 1 >= REFUSALS_BEFORE_FAILED && at - since >= REFUSED_FOR_MS) {
      return { reason: withHint(reason, givenUp), retry: false };
    }
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
    this.#refusals = undefined;
    this.#quickCloses = 0;
  }
}

const refusedProven: Reason = {
  code: "closed_by_destination",
  message: "The destination refuses the stream key that it took before. Check in its dashboard whether it has changed.",
};

const givenUp =
  "It was refused every time for 15 seconds; nothing more is tried until the target is edited or restarted.";
const wrongKeyHint = "A wrong stream key is the usual cause of connections that end right after they begin.";

function withHint(reason: Reason, hint: string): Reason {
  return { code: reason.code, message: `${reason.message} ${hint}` };
}
