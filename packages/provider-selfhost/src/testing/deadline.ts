/** How long a test waits for something that has to happen, in milliseconds. */
const DEADLINE_MS = 30_000;

/**
 * Waits for a promise, but not for ever.
 *
 * @throws Error naming `what`
 */
export async function withDeadline<T>(what: string, promise: Promise<T>, ms = DEADLINE_MS): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`waited ${ms} ms in vain for ${what}`)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Something that says when it has changed, so that one can wait for a state of it. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  /** It has changed. */
  tell(): void {
    for (const check of this.#waiting) check();
  }

  /** Resolves with the first value that is not undefined or false, now or after a change. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    const found = Promise.withResolvers<T>();
    const look = (): void => {
      const value = check();
      if (value === undefined || value === false) return;
      this.#waiting.delete(look);
      found.resolve(value);
    };
    this.#waiting.add(look);
    look();
    return withDeadline(what, found.promise);
  }
}
