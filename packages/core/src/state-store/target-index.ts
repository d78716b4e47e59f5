import type { Stream } from "../model/stream.ts";
import type { StateStore } from "./state-store.ts";

/** References that are longer are not looked up: a key of a store is short. */
const MAX_REFERENCE = 256;

/** Which stream a target belongs to, for webhooks that do not say it: by the target's id, else by the caller's own. */
export class TargetIndex {
  readonly #store: StateStore;
  readonly #provider: string;
  readonly #ttlMs: number;

  constructor(store: StateStore, provider: string, ttlMs: number) {
    this.#store = store;
    this.#provider = provider;
    this.#ttlMs = ttlMs;
  }

  /** Notes where these targets are. Of two with one reference the last that was noted is found. */
  async note({ id, targets = [] }: Pick<Stream, "id" | "targets">): Promise<void> {
    const keys = new Set(targets.flatMap((target) => this.#keysOf(target.id, target.reference)));
    await Promise.all(Array.from(keys, (key) => this.#write(key, id)));
  }

  async #write(key: string, streamId: string): Promise<void> {
    const stored = await this.#store.get(key);
    // Somebody who has noted another place meanwhile is as right.
    await this.#store.compareAndSet(key, streamId, stored?.version, this.#ttlMs);
  }

  async find(targetId: string, reference: string | undefined): Promise<string | undefined> {
    for (const key of this.#keysOf(targetId, reference)) {
      const stored = await this.#store.get(key);
      if (stored) return stored.value;
    }
    return undefined;
  }

  /** Forgets where these targets are; a reference may be somebody else's by now. */
  async forget(targets: Stream["targets"] = []): Promise<void> {
    await Promise.all(targets.map(({ id }) => this.#store.delete(this.#keyOf("target", id))));
  }

  #keysOf(targetId: string, reference: string | undefined): string[] {
    const own = this.#keyOf("target", targetId);
    if (reference === undefined || reference === "" || reference.length > MAX_REFERENCE) return [own];
    return [own, this.#keyOf("reference", reference)];
  }

  #keyOf(kind: "target" | "reference", id: string): string {
    return `polycast:${this.#provider}:${kind}:${id}`;
  }
}
