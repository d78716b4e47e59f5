import { ConformanceFailure } from "./failure.ts";

/** Pages of one list; no clause makes as many. */
const MAX_PAGES = 100;
const PAGES_PER_BREATH = 10;

/** The runtime's own, also where a test has taken its place since. */
const later = globalThis.setTimeout;

/**
 * What an adapter must not hold the kit up with: a call that is never answered, and a list that never ends. The first
 * that does fails the clause, whatever the clause makes of it, and every call after it. Lives for one clause.
 */
export class CallLimit {
  readonly #timeoutMs: number;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();
  #pages = 0;
  #failure: ConformanceFailure | undefined;

  /** @param timeoutMs how long a call may take */
  constructor(timeoutMs: number) {
    this.#timeoutMs = timeoutMs;
  }

  /** What went on for too long. */
  get failure(): ConformanceFailure | undefined {
    return this.#failure;
  }

  /** @throws ConformanceFailure when the call takes too long, or one before has; else what it throws */
  async within<T>(what: string, call: () => Promise<T>): Promise<T> {
    if (this.#failure) throw this.#failure;
    const over = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      const rule = "Every call is answered, refused, or ended by its signal.";
      over.reject(this.#fail(rule, `an answer of ${what} within ${this.#timeoutMs} ms`, "none"));
    }, this.#timeoutMs);
    this.#timers.add(timer);
    try {
      return await Promise.race([call(), over.promise]);
    } finally {
      clearTimeout(timer);
      this.#timers.delete(timer);
    }
  }

  /** Counts the pages of a list, of which the first is asked for without a cursor. @throws ConformanceFailure */
  async page(cursor: string | undefined): Promise<void> {
    this.#pages = cursor === undefined ? 1 : this.#pages + 1;
    if (this.#pages > MAX_PAGES) throw this.#fail("A list comes to its end.", "a last page", `${MAX_PAGES} pages`);
    // An adapter that answers from memory would let nothing else run.
    if (this.#pages % PAGES_PER_BREATH === 0) await new Promise((resolve) => later(resolve, 0));
  }

  /** Forgets the calls that are still under way. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  #fail(rule: string, expected: string, actual: string): ConformanceFailure {
    return (this.#failure ??= new ConformanceFailure(rule, expected, actual));
  }
}
