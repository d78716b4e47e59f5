import type { CallContext } from "../contract/call-context.ts";
import { RecentMap } from "../values/recent-map.ts";

/** Calls that are remembered; the oldest give way. */
const MAX_CALLS = 1_000;

/** How a call makes what it answers. */
export type Making<T> = {
  make: () => Promise<T>;
  idOf: (made: T) => string;
  /** Reads what an earlier call of this key has made. */
  read: (id: string) => Promise<T>;
};

/**
 * Remembers what calls have made, by the key that their caller gave them, so that the repeat of a call makes nothing
 * more. One that failed is forgotten.
 */
export class Repeats {
  readonly #made = new RecentMap<string, Promise<string>>(MAX_CALLS);

  /**
   * @param key of the call; without one it is not repeated
   * @param make makes the thing and answers its id
   */
  async once(key: string | undefined, make: () => Promise<string>): Promise<string> {
    if (key === undefined) return make();
    const known = this.#made.get(key);
    if (known) return known;
    const made = make();
    this.#made.set(key, made);
    try {
      return await made;
    } catch (error) {
      this.#made.delete(key);
      throw error;
    }
  }

  /**
   * Makes something and answers it; the repeat of a call reads what the first one has made.
   *
   * @param what is made, and in what, e.g. `target of <stream>`: callers may use one key for several calls
   */
  async answer<T>(what: string, { idempotencyKey }: CallContext, { make, idOf, read }: Making<T>): Promise<T> {
    const made: { answer: T }[] = [];
    const id = await this.once(idempotencyKey === undefined ? undefined : `${what} ${idempotencyKey}`, async () => {
      const answer = await make();
      made.push({ answer });
      return idOf(answer);
    });
    const [first] = made;
    return first ? first.answer : read(id);
  }
}
