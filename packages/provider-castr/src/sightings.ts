import { RecentMap } from "@polycast/core/provider";
import type { LiveStream } from "./wire/live-stream.ts";

/** Streams and targets that are remembered. */
const MAX_SIGHTINGS = 10_000;

/** When something was first noted. */
type FirstTimes = RecentMap<string, number>;

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
    this.#since = new RecentMap(limit);
    this.#streams = new RecentMap(limit);
  }

  /** Notes what an answer shows. Returns for how long the stream is known to be online with a platform enabled. */
  look(stream: LiveStream): (platformId: string) => number {
    const { _id: id, enabled, broadcasting_status: word, platforms } = stream;
    const now = this.#now();
    note(this.#streams, id, now);
    if (enabled === false || word === "offline") this.#since.delete(id);
    if (enabled === false || word !== "online") return () => 0;
    const online = note(this.#since, id, now);
    const waited = new Map<string, number>();
    for (const platform of platforms ?? []) {
      const key = keyOf(id, platform._id);
      if (platform.enabled === false) this.#since.delete(key);
      else waited.set(platform._id, now - Math.max(online, note(this.#since, key, now)));
    }
    return (platformId) => waited.get(platformId) ?? 0;
  }

  /** A target begins anew: it was made, enabled, or sent elsewhere. */
  begin(streamId: string, platformId: string): void {
    this.#since.set(keyOf(streamId, platformId), this.#now());
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

/** When it was first noted; that is now where it is not known yet. What is not asked about gives way. */
function note(times: FirstTimes, key: string, now: number): number {
  const time = times.get(key) ?? now;
  times.set(key, time);
  return time;
}

function keyOf(streamId: string, platformId: string): string {
  return `${streamId}/${platformId}`;
}
