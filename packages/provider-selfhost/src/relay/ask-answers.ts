import type { Claim, Ownership } from "../ownership/ownership.ts";
import type { Ask, AskAnswer } from "./messages.ts";

/** The near end of an ownership that is asked for in another thread; remembers what is this relay's. */
export class AskAnswers {
  readonly #ownership: Ownership;
  readonly #left: (streamIds: readonly string[]) => void;
  /** By stream, the grant that made it ours. */
  readonly #owned = new Map<string, Claim>();

  /** @param left told of what is not ours any more, by our will or not */
  constructor(ownership: Ownership, left: (streamIds: readonly string[]) => void) {
    this.#ownership = ownership;
    this.#left = left;
  }

  /** The streams that are this relay's, as far as it knows. */
  get owned(): string[] {
    return [...this.#owned.keys()];
  }

  owns(streamId: string): boolean {
    return this.#owned.has(streamId);
  }

  /**
   * Answers; a failure is an answer, too.
   *
   * @param signal nobody waits for it any more
   */
  async answer(ask: Ask, signal: AbortSignal): Promise<AskAnswer> {
    try {
      return await this.#answer(ask, signal);
    } catch (error) {
      return { type: "failed", message: error instanceof Error ? error.message : "The store cannot be reached." };
    }
  }

  /** The thread that has asked is gone: gives back what was granted to it, unless it was granted anew since then. */
  async undo(ask: Ask, answer: AskAnswer): Promise<void> {
    if (ask.type !== "claim" || answer.type !== "claim" || this.#owned.get(ask.streamId) !== answer.claim) return;
    await this.giveBack(ask.streamId);
  }

  /** Gives a stream back that nothing is left of here. What fails is left to the lease's end. */
  async giveBack(streamId: string): Promise<void> {
    await this.answer({ type: "release", streamId, left: { lastSequence: 0 } }, new AbortController().signal);
  }

  /** They are not ours any more. */
  lose(streamIds: readonly string[]): void {
    for (const id of streamIds) this.#owned.delete(id);
    this.#left(streamIds);
  }

  async #answer(ask: Ask, signal: AbortSignal): Promise<AskAnswer> {
    switch (ask.type) {
      case "claim": {
        // Another object for every grant, so that one can be told from the next.
        const claim = copyOf(await this.#ownership.claim(ask.streamId, signal));
        if (typeof claim === "object" && "owned" in claim) this.#owned.set(ask.streamId, claim);
        return { type: "claim", claim };
      }
      case "release":
        await this.#ownership.release(ask.streamId, ask.left);
        this.lose([ask.streamId]);
        return { type: "release" };
      case "confirm": {
        const ours = await this.#ownership.confirm(ask.streamIds);
        this.lose(ask.streamIds.filter((id) => !ours.has(id)));
        return { type: "confirm", ours };
      }
    }
  }
}

function copyOf(claim: Claim): Claim {
  if (claim === "owned") return { owned: true };
  return typeof claim === "object" ? { ...claim } : claim;
}
