import { keepNewest } from "../kernel/keep-newest.ts";

/** Destinations that refuse, remembered at once; the oldest is forgotten. */
const MOST_BROKEN = 1000;

/** Which destinations refuse: a target may do so for one stream and not for another. */
export class BrokenTargets {
  readonly #spots = new Map<string, { streamId: string; targetId: string }>();

  get size(): number {
    return this.#spots.size;
  }

  add(streamId: string, targetId: string): void {
    this.heal(streamId, targetId);
    this.#spots.set(`${streamId} ${targetId}`, { streamId, targetId });
    keepNewest(this.#spots, MOST_BROKEN);
  }

  has(streamId: string, targetId: string): boolean {
    return this.#spots.has(`${streamId} ${targetId}`);
  }

  heal(streamId: string, targetId: string): void {
    this.#spots.delete(`${streamId} ${targetId}`);
  }

  forgetStream(streamId: string): void {
    this.#forget((spot) => spot.streamId === streamId);
  }

  forgetTarget(targetId: string): void {
    this.#forget((spot) => spot.targetId === targetId);
  }

  clear(): void {
    this.#spots.clear();
  }

  #forget(isOver: (spot: { streamId: string; targetId: string }) => boolean): void {
    for (const [key, spot] of this.#spots) if (isOver(spot)) this.#spots.delete(key);
  }
}
