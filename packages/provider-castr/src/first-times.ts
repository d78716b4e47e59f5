/** Remembers when something was first noted, for a bounded number of things; those not asked about the longest give way. */
export class FirstTimes {
  readonly #times = new Map<string, number>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** When it was first noted; that is now where it is not known yet. */
  note(key: string, now: number): number {
    const time = this.#times.get(key) ?? now;
    this.#times.delete(key);
    this.#times.set(key, time);
    const [oldest] = this.#times.keys();
    if (this.#times.size > this.#limit && oldest !== undefined) this.#times.delete(oldest);
    return time;
  }

  /** When it was first noted, if it was. */
  get(key: string): number | undefined {
    return this.#times.get(key);
  }

  forget(key: string): void {
    this.#times.delete(key);
  }

  get size(): number {
    return this.#times.size;
  }
}
