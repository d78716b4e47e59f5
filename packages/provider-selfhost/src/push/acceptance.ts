import type { SocketSample } from "./kernel-send-queue.ts";

/** Without an accepted byte for this long a target does not count as live. */
const STALLED_AFTER_MS = 5000;
/** Without an accepted byte for this long its connection is given up. */
const DEAD_AFTER_MS = 10_000;
/** A pause of our own thread is not the peer's fault: more than this is never counted at once. */
const MAX_STEP_MS = 2000;
const RATE_WINDOW_MS = 5000;
const MIN_RATE_MS = 1000;

/** What is known at the time of a sample besides the socket itself. */
export type AcceptanceFacts = {
  /** Bytes that the peer has acknowledged by RTMP; 0 when it never does. */
  acknowledgedBytes: number;
  /** Media came in since the last sample. */
  sourceDelivers: boolean;
  /** Something waits to be handed to the kernel. */
  hasMore: boolean;
  /** Bytes handed to the kernel up to the end of the backlog; absent until all of it was. */
  backlogEnd?: number | undefined;
};

/**
 * - `waiting`: nothing was accepted yet
 * - `moving`: bytes are accepted, or there are none to accept
 * - `stalled`: none for 5 s although there were some
 * - `dead`: none for 10 s
 */
export type Verdict = "waiting" | "moving" | "stalled" | "dead";

/**
 * Judges whether a destination really takes what it is sent. Accepted is what was handed to the
 * kernel minus what the kernel still holds, or what the peer has acknowledged if that is more.
 * Time counts against the peer only while the source delivers and bytes wait for it.
 */
export class Acceptance {
  readonly #baseline: number;
  readonly #rates: { at: number; accepted: number }[] = [];
  #accepted: number;
  #knowsQueue = false;
  #lastAt: number;
  #stuckMs = 0;
  #lastByteAt: number | undefined;

  /**
   * @param baseline bytes handed to the kernel before the first media, handshake and commands.
   * @param at now, on the relay's monotonic clock.
   */
  constructor(baseline: number, at: number) {
    this.#baseline = baseline;
    this.#accepted = baseline;
    this.#lastAt = at;
  }

  /** Media bytes accepted so far. */
  get acceptedBytes(): number {
    return this.#accepted - this.#baseline;
  }

  /** When the last accepted byte was seen, on the monotonic clock. */
  get lastByteAt(): number | undefined {
    return this.#lastByteAt;
  }

  /**
   * Bits per second over the last samples, at most about 5 s. The backlog comes as fast as the
   * network allows and does not count; so this is absent for the first second after it.
   */
  get bitrateBps(): number | undefined {
    const first = this.#rates[0];
    const last = this.#rates.at(-1);
    if (!first || !last || last.at - first.at < MIN_RATE_MS) return undefined;
    return Math.round(((last.accepted - first.accepted) * 8000) / (last.at - first.at));
  }

  /** Takes the next sample and answers what it means. */
  observe(sample: SocketSample, facts: AcceptanceFacts): Verdict {
    const elapsed = Math.min(Math.max(sample.at - this.#lastAt, 0), MAX_STEP_MS);
    this.#lastAt = sample.at;
    const accepted = this.#acceptedBy(sample, facts);
    if (accepted > this.#accepted) {
      this.#accepted = accepted;
      this.#lastByteAt = sample.at;
      this.#stuckMs = 0;
    } else if (facts.sourceDelivers && (facts.hasMore || sample.bytesHanded > this.#accepted)) {
      this.#stuckMs += elapsed;
    }
    if (this.#accepted >= (facts.backlogEnd ?? Infinity)) this.#rate(sample.at);
    if (this.#stuckMs >= DEAD_AFTER_MS) return "dead";
    if (this.#stuckMs >= STALLED_AFTER_MS) return "stalled";
    return this.#lastByteAt === undefined ? "waiting" : "moving";
  }

  #acceptedBy({ bytesHanded, sendQueue }: SocketSample, { acknowledgedBytes }: AcceptanceFacts): number {
    const acknowledged = Math.min(acknowledgedBytes, bytesHanded);
    if (sendQueue !== undefined) {
      this.#knowsQueue = true;
      return Math.max(bytesHanded - sendQueue, acknowledged);
    }
    // A socket that is missing from one reading says nothing; where there is no table, handed is all we know.
    return this.#knowsQueue ? acknowledged : bytesHanded;
  }

  #rate(at: number): void {
    this.#rates.push({ at, accepted: this.#accepted });
    while (this.#rates.length > 2 && at - (this.#rates[1]?.at ?? at) >= RATE_WINDOW_MS) this.#rates.shift();
  }
}
