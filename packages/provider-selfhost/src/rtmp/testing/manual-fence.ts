import type { WriteFence } from "../write-fence.ts";

/** A fence that a test opens and closes. */
export class ManualFence implements WriteFence {
  #isOpen = true;
  #waiting = new Set<() => void>();

  isOpen(): boolean {
    return this.#isOpen;
  }

  whenOpen(run: () => void): () => void {
    const once = (): void => run();
    this.#waiting.add(once);
    return () => this.#waiting.delete(once);
  }

  /** How many wait for it. */
  get waiting(): number {
    return this.#waiting.size;
  }

  close(): void {
    this.#isOpen = false;
  }

  open(): void {
    this.#isOpen = true;
    const waiting = this.#waiting;
    this.#waiting = new Set();
    for (const run of waiting) run();
  }
}
