import { MultistreamError } from "../errors/multistream-error.ts";
import type { HttpClock } from "../http/clock.ts";

/** What a slow reader of a watch may leave unread. */
const MAX_UNREAD = 10_000;

/** What was reported to a watch and what its reader has not taken yet, in order. */
export class Unread<T> {
  readonly #provider: string;
  readonly #items: T[] = [];
  #failure: unknown;
  #wake: (() => void) | undefined;

  constructor(provider: string) {
    this.#provider = provider;
  }

  push(item: T): void {
    if (this.#items.length < MAX_UNREAD) this.#items.push(item);
    else this.#failure ??= tooSlow(this.#provider);
    this.#wake?.();
  }

  /** The next that is taken is this error. */
  fail(error: unknown): void {
    this.#failure ??= error;
    this.#wake?.();
  }

  /** The next one, if there is one. @throws MultistreamError `limit_exceeded` when too many were left unread */
  take(): T | undefined {
    if (this.#failure !== undefined) throw this.#failure;
    return this.#items.shift();
  }

  /** Waits until there is one, the signal aborts, or so many milliseconds are over. */
  async wait(signal: AbortSignal, ms: number, clock: HttpClock): Promise<void> {
    if (this.#items.length > 0 || this.#failure !== undefined || signal.aborted) return;
    const over = Promise.withResolvers<void>();
    const wake = (): void => over.resolve();
    this.#wake = wake;
    const stop = ms === Infinity ? undefined : clock.after(Math.max(0, ms), wake);
    signal.addEventListener("abort", wake, { once: true });
    try {
      await over.promise;
    } finally {
      stop?.();
      signal.removeEventListener("abort", wake);
    }
  }
}

function tooSlow(provider: string): MultistreamError {
  return new MultistreamError("limit_exceeded", `More than ${MAX_UNREAD} observations were left unread.`, {
    provider,
    hint: "Do less in the loop over `watch`, and start it again: it begins with a snapshot.",
  });
}
