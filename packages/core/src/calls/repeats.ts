import type { CallContext } from "../contract/call-context.ts";
import { isMultistreamError, MultistreamError } from "../errors/multistream-error.ts";
import { RecentMap } from "../values/recent-map.ts";
import { mayHaveApplied } from "./confirmed.ts";
import { fingerprintOf } from "./fingerprint-of.ts";

/** Calls that are remembered; the oldest give way. */
const MAX_CALLS = 1_000;

/** Makes something, and answers its id. `isRepeat`: an earlier attempt may have made it, so look for it first. */
type Attempt = (context: CallContext, isRepeat: boolean) => Promise<string>;

/** How a call makes what it answers. */
export type Making<T> = {
  /** What the caller gave. Of it only a hash is kept, to refuse another input under the same key. */
  input: unknown;
  /**
   * Makes it. The first attempt's own function serves for the later ones too, with their context: what it has prepared
   * outside itself (a mark, what was there before) is what they look by.
   */
  make: (context: CallContext, isRepeat: boolean) => Promise<T>;
  idOf: (made: T) => string;
  /** Reads what an earlier call of this key has made. */
  read: (id: string) => Promise<T>;
};

type Call = {
  fingerprint: string;
  /** Of the attempt that is under way, or has succeeded. */
  id?: Promise<string> | undefined;
  /** The first one's, until one has succeeded. */
  attempt?: Attempt | undefined;
  /** May an attempt that failed have made it? */
  isOpen: boolean;
};

/**
 * Remembers what calls have made, by the key that their caller gave them, so that the repeat of a call makes nothing
 * more. One that failed is forgotten, unless it may have taken effect: its repeat looks first. Every caller fails only
 * by an attempt of its own.
 */
export class Repeats {
  readonly #calls = new RecentMap<string, Call>(MAX_CALLS);
  readonly #made = new RecentMap<string, true>(MAX_CALLS);

  /**
   * @param key of the call; without one it is not repeated
   * @param make makes the thing, or finds what an earlier attempt has made, and answers its id
   * @param input what the caller gave
   * @throws MultistreamError `conflict` for another input under the same key; what `make` throws
   */
  async once(key: string | undefined, make: (isRepeat: boolean) => Promise<string>, input?: unknown): Promise<string> {
    if (key === undefined) return make(false);
    return this.#run(key, input, ({ isOpen }) => make(isOpen));
  }

  /**
   * Makes something and answers it; the repeat of a call reads what the first one has made.
   *
   * @param what is made, and in what, e.g. `target of <stream>`: callers may use one key for several calls
   * @throws MultistreamError `conflict` for another input under the same key, or when what it made is gone
   */
  async answer<T>(what: string, context: CallContext, { input, make, idOf, read }: Making<T>): Promise<T> {
    const made: { answer: T }[] = [];
    const attempt: Attempt = async (current, isRepeat) => {
      const answer = await make(current, isRepeat);
      const id = idOf(answer);
      this.#made.set(id, true);
      if (current === context) made.push({ answer });
      return id;
    };
    const { idempotencyKey: key } = context;
    const id = await (key === undefined
      ? attempt(context, false)
      : this.#run(`${what} ${key}`, input, (call) => (call.attempt ??= attempt)(context, call.isOpen)));
    const [own] = made;
    return own ? own.answer : read(id).catch(tellGone);
  }

  /** Is this what another call has made? Then it is not what a lost one made, however alike they are. */
  hasMade(id: string): boolean {
    return this.#made.has(id);
  }

  async #run(key: string, input: unknown, attempt: (call: Call) => Promise<string>): Promise<string> {
    const fingerprint = await fingerprintOf(input);
    for (;;) {
      const call = this.#calls.get(key) ?? { fingerprint, isOpen: false };
      if (call.fingerprint !== fingerprint) throw otherInput();
      if (!call.id) {
        this.#calls.set(key, call);
        return (call.id = this.#attempt(key, call, attempt));
      }
      try {
        return await call.id;
      } catch {
        // That was another caller's attempt, which may have been given up: it is this one's turn.
      }
    }
  }

  async #attempt(key: string, call: Call, attempt: (call: Call) => Promise<string>): Promise<string> {
    try {
      const id = await attempt(call);
      call.attempt = undefined;
      return id;
    } catch (error) {
      call.id = undefined;
      call.isOpen ||= mayHaveApplied(error);
      if (!call.isOpen) this.#calls.delete(key);
      throw error;
    }
  }
}

function otherInput(): MultistreamError {
  return new MultistreamError("conflict", "This idempotency key was used for a call with another input.", {
    hint: "Use a new key for every new call, and the same one only to repeat a call as it was.",
  });
}

function tellGone(error: unknown): never {
  if (!isMultistreamError(error, "not_found")) throw error;
  throw new MultistreamError("conflict", "What this idempotency key has made is not there any more.", {
    provider: error.provider,
    hint: "Use a new key to make another.",
  });
}
