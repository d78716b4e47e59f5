import { pause, RecentMap } from "@polycast/core/provider";

/** For so long after a write of ours a read that contradicts it is taken for one of a replica that lags. */
const WINDOW_MS = 5_000;
/** Waits before the read is repeated, within that window; what the last one says is believed. */
const PAUSES_MS = [100, 300, 500, 1_000, 1_500];
/** Things whose writes are remembered; the oldest give way. */
const MAX_THINGS = 1_000;

/** Does a read show the write? Undefined: it shows that there is no such thing. */
type Shows<T> = (value: T | undefined) => boolean;

/**
 * What this process has written a moment ago, so that it does not read, and write back, what was there before: Livepeer
 * answers reads from replicas.
 */
export class OwnWrites<T> {
  readonly #things = new RecentMap<string, Map<string, { at: number; shows: Shows<T> }>>(MAX_THINGS);

  /** @param field what was written; a later write of the same field takes its place */
  note(id: string, field: string, shows: Shows<T>): void {
    const fresh = [...(this.#things.get(id) ?? [])].filter(([, { at }]) => isFresh(at));
    this.#things.set(id, new Map([...fresh, [field, { at: Date.now(), shows }]]));
  }

  /** Whatever was written before: the thing is gone now. */
  noteGone(id: string): void {
    this.#things.delete(id);
    this.note(id, "there", (value) => value === undefined);
  }

  /** Reads until the answer shows what was written here, a few times at most: others may have changed it since. */
  async read(id: string, fetch: () => Promise<T | undefined>, signal: AbortSignal): Promise<T | undefined> {
    for (const ms of PAUSES_MS) {
      const value = await fetch();
      if (this.#isShown(id, value)) return value;
      await pause(ms, signal);
    }
    const last = await fetch();
    if (!this.#isShown(id, last)) this.#things.delete(id);
    return last;
  }

  #isShown(id: string, value: T | undefined): boolean {
    const writes = [...(this.#things.get(id)?.values() ?? [])];
    return writes.every(({ at, shows }) => !isFresh(at) || shows(value));
  }
}

function isFresh(at: number): boolean {
  return Date.now() - at < WINDOW_MS;
}
