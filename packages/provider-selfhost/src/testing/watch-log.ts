import type { Event, Multistream, Snapshot } from "@polycast/core";
import { Changes } from "./deadline.ts";
import { factsOf, stateOf } from "./facts-of.ts";

/** Everything that `watch` yields, kept for a test. */
export class WatchLog implements AsyncDisposable {
  readonly events: Event[] = [];
  snapshot: Snapshot | undefined;
  readonly #changes = new Changes();
  readonly #stop = new AbortController();
  readonly #reading: Promise<void>;

  private constructor(live: Multistream) {
    this.#reading = this.#read(live);
  }

  /** Begins to watch; resolves when nothing is missed any more. */
  static async start(live: Multistream): Promise<WatchLog> {
    const log = new WatchLog(live);
    await log.until("the snapshot", () => log.snapshot);
    return log;
  }

  /** The events about one thing, without the wishes: `live`, `retrying`. */
  statesOf(thing: { id: string }): string[] {
    return factsOf(this.events, thing.id).map(stateOf);
  }

  /** Resolves when this holds, now or later. */
  until<T>(what: string, check: () => T | undefined | false): Promise<T> {
    return this.#changes.until(what, check);
  }

  /** Resolves with the last event about a thing as soon as that is this one, `retrying refused` including the reason. */
  is(thing: { id: string; name?: string }, state: string): Promise<Event> {
    return this.until(`${thing.name ?? thing.id} to be ${state}`, () => {
      const last = factsOf(this.events, thing.id).at(-1);
      if (!last) return undefined;
      const reason = "target" in last.data ? last.data.target.status.reason?.code : undefined;
      return [stateOf(last), `${stateOf(last)} ${reason}`].includes(state) ? last : undefined;
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort();
    await this.#reading;
  }

  async #read(live: Multistream): Promise<void> {
    for await (const item of live.watch({ signal: this.#stop.signal })) {
      if (item.type === "snapshot") this.snapshot = item;
      else this.events.push(item);
      this.#changes.tell();
    }
  }
}
