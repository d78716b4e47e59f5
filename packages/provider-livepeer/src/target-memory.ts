import type { Notice, RedactedDestination } from "@polycast/core/provider";

/** Targets that are remembered; the oldest give way. */
const MAX_TARGETS = 10_000;

/** What this process knows of a target object that it has made or changed: Livepeer never tells its URL again. */
export type Remembered = {
  streamId: string;
  destination: RedactedDestination;
  notices: Notice[];
  /** The hash of where it sends to. */
  identity: string;
  /** Made here for one stream alone: nobody else refers to it, so it may be deleted without looking. */
  own: boolean;
};

/** Remembers targets by their id, for as long as the process runs. Holds no key. */
export class TargetMemory {
  readonly #targets = new Map<string, Remembered>();

  get(id: string): Remembered | undefined {
    return this.#targets.get(id);
  }

  set(id: string, target: Remembered): void {
    this.#targets.delete(id);
    this.#targets.set(id, target);
    const [oldest] = this.#targets.keys();
    if (this.#targets.size > MAX_TARGETS && oldest !== undefined) this.#targets.delete(oldest);
  }

  delete(id: string): void {
    this.#targets.delete(id);
  }
}
