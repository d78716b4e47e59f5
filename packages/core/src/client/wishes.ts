import type { Wish } from "../contract/wish.ts";

/** Tells those who watch what is asked for through the same client. */
export class Wishes {
  readonly #listeners = new Set<(wish: Wish) => void>();

  subscribe(listener: (wish: Wish) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(wish: Wish): void {
    for (const listener of this.#listeners) listener(wish);
  }
}
