import type { Observation } from "@polycast/core/provider";
import type { Ask, AskAnswer, FromRelay } from "./messages.ts";
import type { Claim, Left, Ownership } from "../ownership/ownership.ts";

type Message = Extract<FromRelay, { type: "ask" | "withdraw" }>;

/** Ownership that is kept on the other side of a thread: every question becomes a message. */
export class AskedOwnership implements Ownership {
  readonly #post: (message: Message) => void;
  readonly #takeObservations: () => Observation[];
  readonly #pending = new Map<number, PromiseWithResolvers<AskAnswer>>();
  #number = 0;

  /** @param takeObservations what was not told yet, to go with a question */
  constructor(post: (message: Message) => void, takeObservations: () => Observation[]) {
    this.#post = post;
    this.#takeObservations = takeObservations;
  }

  async claim(streamId: string, signal: AbortSignal): Promise<Claim> {
    const { number, answer } = this.#ask({ type: "claim", streamId });
    const withdraw = (): void => this.#post({ type: "withdraw", number });
    signal.addEventListener("abort", withdraw);
    try {
      const given = await answer;
      if (given.type !== "claim") throw unanswered(given);
      return given.claim;
    } finally {
      signal.removeEventListener("abort", withdraw);
    }
  }

  async release(streamId: string, left: Left): Promise<void> {
    const given = await this.#ask({ type: "release", streamId, left }).answer;
    if (given.type !== "release") throw unanswered(given);
  }

  async confirm(streamIds: readonly string[]): Promise<ReadonlySet<string>> {
    const given = await this.#ask({ type: "confirm", streamIds }).answer;
    if (given.type !== "confirm") throw unanswered(given);
    return given.ours;
  }

  /** The answer has come. */
  answered(number: number, answer: AskAnswer): void {
    this.#pending.get(number)?.resolve(answer);
    this.#pending.delete(number);
  }

  #ask(ask: Ask): { number: number; answer: Promise<AskAnswer> } {
    const number = ++this.#number;
    const pending = Promise.withResolvers<AskAnswer>();
    this.#pending.set(number, pending);
    this.#post({ type: "ask", number, ask, observations: this.#takeObservations() });
    return { number, answer: pending.promise };
  }
}

function unanswered(answer: AskAnswer): Error {
  return new Error(answer.type === "failed" ? answer.message : "the answer belongs to another question");
}
