import { FirstTimes } from "./first-times.ts";
import type { LiveStream } from "./wire/live-stream.ts";

/** Streams and targets that are remembered. */
const MAX_SIGHTINGS = 10_000;

/**
 * What earlier answers showed, as far as one answer does not tell it: since when a stream is online, since when a
 * target of it is enabled, and which streams were there already. What was never seen counts as just begun.
 */
export class Sightings {
  readonly #since: FirstTimes;
  readonly #streams: FirstTimes;
  readonly #now: () => number;

  /** @param now milliseconds; only differences count */
  constructor(now: () => number, limit: number = MAX_SIGHTINGS) {
    this.#now = now;
    this.#since = new FirstTimes(limit);
    this.#streams = new FirstTimes(limit);
  }

  /** Notes what an answer shows. Returns for how long the stream is known to be online with a platform enabled. */
  look(stream: LiveStream): (platformId: string) => number {
    const { _id: id, enabled, broadcasting_status: word, platforms } = stream;
    const now = this.#now();
    this.#streams.note(id, now);
    if (enabled === false || word === "offline") this.#since.forget(id);
    if (enabled === false || word !== "online") return () => 0;
    const online = this.#since.note(id, now);
    const waited = new Map<string, number>();
    for (const platform of platforms ?? []) {
      const key = keyOf(id, platform._id);
      if (platform.enabled === false) this.#since.forget(key);
      else waited.set(platform._id, now - Math.max(online, this.#since.note(key, now)));
    }
    return (platformId) => waited.get(platformId) ?? 0;
  }

  /** A target begins anew: it was made, enabled, or sent elsewhere. */
  begin(streamId: string, platformId: string): void {
    const key = keyOf(streamId, platformId);
    this.#since.forget(key);
    this.#since.note(key, this.#now());
  }

  /** Was this stream seen at that time, or before? */
  knew(streamId: string, at: number): boolean {
    const first = this.#streams.get(streamId);
    return first !== undefined && first <= at;
  }

  get size(): number {
    return this.#since.size + this.#streams.size;
  }
}

function keyOf(streamId: string, platformId: string): string {
  return `${streamId}/${platformId}`;
}
