/** Those who listen to something. One that throws keeps nothing from the others. */
export class Listeners<T> {
  readonly #onError: (error: unknown) => void;
  /** Replaced, never changed: telling goes on with the list that it began with. */
  #all: readonly { listen: (item: T) => void }[] = [];

  /** @param onError takes what a listener throws; must not throw */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Adds one, also for a second time. Returns how to remove it. */
  add(listen: (item: T) => void): () => void {
    const listener = { listen };
    this.#all = [...this.#all, listener];
    return () => {
      this.#all = this.#all.filter((other) => other !== listener);
    };
  }

  tell(item: T): void {
    for (const { listen } of this.#all) {
      try {
        listen(item);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
