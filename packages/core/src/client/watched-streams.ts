import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { streamOf, type Wish } from "../contract/wish.ts";
import type { Stream } from "../model/stream.ts";
import { appeared, knows } from "../state/appeared.ts";
import { applyObservation } from "../state/apply-observation.ts";
import { applyWish } from "../state/apply-wish.ts";
import { beginKnown } from "../state/begin-known.ts";
import type { EventDraft } from "../state/facts-between.ts";
import type { Known } from "../state/known.ts";
import { nextLapse } from "../state/next-lapse.ts";
import { call } from "./call.ts";
import type { CallOptions } from "./multistream.ts";

/** What one watch knows of the streams it is about. */
export class WatchedStreams {
  readonly #adapter: ProviderAdapter;
  readonly #options: CallOptions;
  readonly #wall: () => number;
  readonly #known = new Map<string, Known>();
  /** When the next state lapses, by stream, in milliseconds since 1970. */
  readonly #lapses = new Map<string, number>();

  /**
   * @param adapter reads what appears
   * @param wall milliseconds since 1970
   */
  constructor(adapter: ProviderAdapter, options: CallOptions, wall: () => number) {
    this.#adapter = adapter;
    this.#options = options;
    this.#wall = wall;
  }

  /** Begins with what was read. Everything that is told from now on may be newer: the provider's clock is not ours. */
  begin(streams: readonly Stream[]): void {
    for (const stream of streams) this.#set(stream.id, beginKnown(stream));
  }

  /** The stream as known; nothing when it is gone. */
  get(streamId: string): Stream | undefined {
    return this.#known.get(streamId)?.stream;
  }

  /** Of which stream it is, where only the target is named: nothing when nobody knows that. */
  place(observation: Observation | UnplacedObservation): Observation | undefined {
    if ("streamId" in observation) return observation;
    const { reference: _reference, ...rest } = observation;
    for (const [streamId, { stream }] of this.#known) {
      if (stream.targets?.some(({ id }) => id === observation.targetId)) return { ...rest, streamId };
    }
    return undefined;
  }

  wish(wish: Wish): EventDraft[] {
    const streamId = streamOf(wish);
    const { known, events } = applyWish(this.#known.get(streamId), wish, this.#now());
    this.#set(streamId, known);
    return events;
  }

  /**
   * Reads what is named for the first time.
   *
   * @throws MultistreamError when it cannot be read: an event would be missing
   */
  async observe(observation: Observation): Promise<{ events: EventDraft[]; superseded: boolean }> {
    const { streamId } = observation;
    const events: EventDraft[] = [];
    let before = this.#known.get(streamId);
    if (!before || !knows(before, observation)) {
      const found = await call(this.#adapter.name, this.#options, (context) =>
        appeared(this.#adapter, streamId, before, context),
      );
      before = found?.known;
      if (found) events.push(...found.events);
    }
    if (!before) return { events, superseded: false };
    const applied = applyObservation(before, observation, this.#now());
    this.#set(streamId, applied.known);
    return { events: [...events, ...applied.events], superseded: applied.superseded };
  }

  /** Lets lapse what has to by now. */
  tick(): EventDraft[] {
    const now = this.#wall();
    const due = [...this.#lapses].filter(([, at]) => at <= now);
    return due.flatMap(([streamId]) => {
      const known = this.#known.get(streamId);
      if (!known) return [];
      const applied = applyObservation(known, { kind: "tick", streamId, sequence: now * 1_000 }, this.#now());
      this.#set(streamId, applied.known);
      return applied.events;
    });
  }

  /** How long until the next state lapses, in milliseconds; Infinity: none does. */
  untilTick(): number {
    const next = [...this.#lapses.values()].reduce((soonest, at) => Math.min(soonest, at), Infinity);
    return next - this.#wall();
  }

  #now(): string {
    return new Date(this.#wall()).toISOString();
  }

  #set(streamId: string, known: Known | undefined): void {
    const lapse = known && nextLapse(known.registers);
    if (lapse === undefined) this.#lapses.delete(streamId);
    else this.#lapses.set(streamId, lapse);
    if (known) this.#known.set(streamId, known);
    else this.#known.delete(streamId);
  }
}
