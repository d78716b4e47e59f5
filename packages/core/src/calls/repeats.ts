/** Calls that are remembered; the oldest give way. */
const MAX_CALLS = 1_000;

/**
 * Remembers what calls have made, by the key that their caller gave them, so that the repeat of a call makes nothing
 * more. One that failed is forgotten.
 */
export class Repeats {
  readonly #made = new Map<string, Promise<string>>();

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
    this.#forgetOldest();
    try {
      return await made;
    } catch (error) {
      this.#made.delete(key);
      throw error;
    }
  }

  #forgetOldest(): void {
    const [oldest] = this.#made.keys();
    if (this.#made.size > MAX_CALLS && oldest !== undefined) this.#made.delete(oldest);
  }
}
