import type { Log } from "@polycast/core/provider";
import type { Clock } from "../hub/clock.ts";
import { errorFields } from "../hub/log.ts";
import type { Claim, Left, Ownership } from "./ownership.ts";

/** What an encoder is told that has asked for a stream; `waiting`: it is let in, but another relay has the stream. */
export type ClaimAnswer = "held" | "waiting" | "refused" | "unreachable";

/** Without an answer for this long the store counts as unreachable: the encoder must not wait for ever. */
const ANSWER_MS = 5_000;
/** Bounds of the time between two claims, in milliseconds. */
const RETRY_MS = { least: 50, most: 10_000 };
const RELEASE_RETRY_MS = 2_000;

/** Settings of {@link Tenure}. */
export type TenureOptions = {
  streamId: string;
  ownership: Ownership;
  clock: Clock;
  log: Log;
  /** Is it ours from the beginning? */
  isHeld: boolean;
  /** How often the thread has stood still: what was granted before is worth nothing after. */
  gaps: () => number;
  /** Resolves when it is known what is ours: at once, unless the thread has stood still. */
  known: () => Promise<void>;
  /** It is ours from now on. */
  onHeld: (left: Left | undefined) => void;
  /** It stays ours, although it was about to be given back. */
  onKept: () => void;
  /** It is not to be had after all, although its encoder was let in. */
  onDenied: () => void;
  /** Ends what only the owner may do; resolves when nothing of it is left. */
  close: () => Promise<void>;
  left: () => Left;
};

/** The part of a tenure that is the stream's own. */
export type Tenant = Pick<TenureOptions, "isHeld" | "onHeld" | "onKept" | "onDenied" | "close" | "left">;

type Granted = Extract<Claim, "owned" | { owned: true }>;
type Claiming = { answer: PromiseWithResolvers<ClaimAnswer>; gone: AbortController; isLetIn: boolean };

/**
 * One stream's way into this relay's hands and out of them. One question at a time is under way; what is granted after
 * nobody wants it any more is given back.
 */
export class Tenure {
  readonly #options: TenureOptions;
  #isHeld: boolean;
  /** Held, but on the way out: resolves when it is out. */
  #leaving: { done: Promise<void> } | undefined;
  #claiming: Claiming | undefined;
  /** The question that is under way, and the giving back of what it grants to nobody. */
  #asking: Promise<void> | undefined;
  #releasing: Promise<void> | undefined;
  /** It has still to be given back, unless it becomes ours again. */
  #isOwed = false;

  constructor(options: TenureOptions) {
    this.#options = options;
    this.#isHeld = options.isHeld;
  }

  get isHeld(): boolean {
    return this.#isHeld;
  }

  /** Is it ours, and not on its way out? */
  get isStaying(): boolean {
    return this.#isHeld && !this.#leaving;
  }

  /** Wants the stream. Never throws. */
  claim(): Promise<ClaimAnswer> {
    if (this.#isHeld) {
      if (this.#leaving) {
        this.#leaving = undefined;
        this.#options.onKept();
      }
      return Promise.resolve("held");
    }
    if (!this.#claiming) {
      this.#claiming = { answer: Promise.withResolvers(), gone: new AbortController(), isLetIn: false };
      void this.#pursue(this.#claiming);
    }
    return this.#claiming.answer.promise;
  }

  /** Nobody wants the stream here any more: closes, and gives it back. Resolves when that is done. */
  async leave(): Promise<void> {
    this.#giveUp();
    if (!this.#isHeld) {
      await this.#asking;
      await this.#releasing;
      return;
    }
    if (!this.#leaving) {
      const leaving = { done: Promise.resolve() };
      this.#leaving = leaving;
      leaving.done = this.#leave(leaving);
    }
    await this.#leaving.done;
  }

  /** It is somebody else's already. False when it was not ours. */
  lose(): boolean {
    const wasHeld = this.#isHeld;
    this.#isOwed = false;
    this.#isHeld = false;
    this.#leaving = undefined;
    return wasHeld;
  }

  async #leave(leaving: { done: Promise<void> }): Promise<void> {
    await this.#options.close();
    await this.#options.known();
    // It was wanted again, or lost.
    if (this.#leaving !== leaving) return;
    this.#leaving = undefined;
    this.#isHeld = false;
    await this.#release();
  }

  #giveUp(): void {
    const claiming = this.#claiming;
    this.#claiming = undefined;
    claiming?.gone.abort();
    claiming?.answer.resolve("refused");
    this.#repay();
  }

  async #pursue(claiming: Claiming): Promise<void> {
    while (this.#claiming === claiming) {
      const answer = await this.#inTime(this.#ask(claiming));
      if (this.#claiming !== claiming) return;
      if (answer === "again") continue;
      if (answer === "unreachable" || answer === "refused") return this.#deny(claiming, answer);
      if (isGranted(answer)) return this.#take(claiming, answer);
      claiming.isLetIn = true;
      claiming.answer.resolve("waiting");
      await this.#wait(answer.retryAfterMs);
    }
  }

  #take(claiming: Claiming, claim: Granted): void {
    this.#claiming = undefined;
    this.#isHeld = true;
    this.#isOwed = false;
    this.#options.onHeld(claim === "owned" ? undefined : claim.left);
    claiming.answer.resolve("held");
  }

  #deny(claiming: Claiming, answer: "refused" | "unreachable"): void {
    this.#claiming = undefined;
    claiming.gone.abort();
    claiming.answer.resolve(answer);
    if (claiming.isLetIn) this.#options.onDenied();
    this.#repay();
  }

  /** `again`: the answer is worth nothing by now. */
  async #ask(claiming: Claiming): Promise<Claim | "unreachable" | "again"> {
    const { ownership, streamId, gaps, log } = this.#options;
    await this.#releasing;
    if (this.#asking) {
      // That one's encoder has gone away; what it grants is given back first.
      await this.#asking;
      return "again";
    }
    const before = gaps();
    const asking = ownership.claim(streamId, claiming.gone.signal);
    this.#asking = this.#settle(claiming, asking);
    try {
      const claim = await asking;
      return gaps() === before ? claim : "again";
    } catch (error) {
      if (this.#claiming === claiming) log("warn", "nobody can tell who owns the stream", errorFields(error));
      return "unreachable";
    }
  }

  /** Waits for a question's end, and gives back what was granted to nobody. */
  async #settle(claiming: Claiming, asking: Promise<Claim>): Promise<void> {
    const claim = await asking.catch(() => undefined);
    const isUnwanted = claim !== undefined && isGranted(claim) && !this.#isHeld && this.#claiming !== claiming;
    if (isUnwanted) await this.#release();
    this.#asking = undefined;
    this.#repay();
  }

  /** Goes on with giving back, which a claim has interrupted that came to nothing. */
  #repay(): void {
    const isBusy = this.#claiming ?? this.#asking ?? this.#releasing;
    if (this.#isOwed && !this.#isHeld && !isBusy) void this.#release();
  }

  #release(): Promise<void> {
    this.#releasing = this.#tryRelease().finally(() => (this.#releasing = undefined));
    return this.#releasing;
  }

  async #tryRelease(): Promise<void> {
    const { ownership, streamId, log } = this.#options;
    const left = this.#options.left();
    this.#isOwed = true;
    for (;;) {
      try {
        await ownership.release(streamId, left);
        this.#isOwed = false;
        return;
      } catch (error) {
        log("warn", "the stream could not be given back", errorFields(error));
      }
      // Whoever wants it again asks for it: it is still ours.
      if (!this.#claiming) await this.#wait(RELEASE_RETRY_MS);
      if (this.#claiming) return;
    }
  }

  async #inTime<T>(answer: Promise<T>): Promise<T | "unreachable"> {
    const late = Promise.withResolvers<"unreachable">();
    const cancel = this.#options.clock.after(ANSWER_MS, () => late.resolve("unreachable"));
    try {
      return await Promise.race([answer, late.promise]);
    } finally {
      cancel();
    }
  }

  async #wait(ms: number): Promise<void> {
    const bounded = Math.min(Math.max(ms, RETRY_MS.least), RETRY_MS.most);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#options.clock.after(bounded, resolve);
    await promise;
  }
}

function isGranted(claim: Claim): claim is Granted {
  return claim === "owned" || (typeof claim === "object" && "owned" in claim);
}
