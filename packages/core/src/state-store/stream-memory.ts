import { appeared, knows } from "../state/appeared.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { applyObservation, type EventDraft, type Known } from "../state/apply-observation.ts";
import { identifyEvent } from "../state/identify-event.ts";
import { readRecord, writeRecord } from "./stream-record.ts";
import type { StateStore } from "./state-store.ts";

/** Longer than any provider repeats a webhook. */
const TTL_MS = 7 * 24 * 60 * 60 * 1000;
/** Writers that may come in between before we give up. */
const MAX_CONFLICTS = 20;

/** What was seen of one provider's streams, kept in a store that several processes may share. */
export class StreamMemory {
  readonly #store: StateStore;
  readonly #adapter: ProviderAdapter;

  constructor(store: StateStore, adapter: ProviderAdapter) {
    this.#store = store;
    this.#adapter = adapter;
  }

  /** Takes observations in and answers the events that follow from them. */
  async observe(observations: readonly (Observation | UnplacedObservation)[], context: CallContext): Promise<Event[]> {
    const byStream = new Map<string, Observation[]>();
    for (const observation of observations) {
      const placed = await this.#place(observation);
      if (placed) byStream.set(placed.streamId, [...(byStream.get(placed.streamId) ?? []), placed]);
    }
    const events: EventDraft[] = [];
    for (const [streamId, seen] of byStream) events.push(...(await this.#apply(streamId, seen, context)));
    return events.map(identifyEvent);
  }

  /** What is known of a stream; nothing when nothing was ever observed of it. */
  async recall(streamId: string): Promise<Known | undefined> {
    const stored = await this.#store.get(this.#streamKey(streamId));
    return stored && readRecord(stored.value);
  }

  /** Notes which stream these targets belong to, for webhooks that do not say it. */
  async place(stream: Pick<Stream, "id" | "targets">): Promise<void> {
    for (const target of stream.targets ?? []) {
      const key = this.#targetKey(target.id);
      const stored = await this.#store.get(key);
      if (stored?.value !== stream.id) await this.#store.compareAndSet(key, stream.id, stored?.version, TTL_MS);
    }
  }

  async forget(streamId: string): Promise<void> {
    const known = await this.recall(streamId);
    for (const target of known?.stream.targets ?? []) await this.#store.delete(this.#targetKey(target.id));
    await this.#store.delete(this.#streamKey(streamId));
  }

  async #place(observation: Observation | UnplacedObservation): Promise<Observation | undefined> {
    if ("streamId" in observation) return observation;
    const stored = await this.#store.get(this.#targetKey(observation.targetId));
    if (!stored) return undefined;
    const { reference: _reference, ...rest } = observation;
    return { ...rest, streamId: stored.value };
  }

  async #apply(streamId: string, observations: Observation[], context: CallContext): Promise<EventDraft[]> {
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      context.signal.throwIfAborted();
      const stored = await this.#store.get(this.#streamKey(streamId));
      let known = stored && readRecord(stored.value);
      const events: EventDraft[] = [];
      for (const observation of observations) {
        if (!known || !knows(known, observation)) {
          const found = await appeared(this.#adapter, streamId, known, context);
          if (!found) return [];
          known = found.known;
          // What is read for the first time here is no news to those who made it.
          if (stored) events.push(...found.events);
          await this.place(known.stream);
        }
        const applied = applyObservation(known, observation, new Date().toISOString());
        known = applied.known;
        if (applied.event) events.push(applied.event);
      }
      if (!known) return [];
      const written = writeRecord(known);
      if (await this.#store.compareAndSet(this.#streamKey(streamId), written, stored?.version, TTL_MS)) return events;
    }
    throw new MultistreamError("conflict", `The state of stream ${streamId} is written by too many at once.`, {
      provider: this.#adapter.name,
      retryable: true,
      hint: "Deliver the webhook again.",
    });
  }

  #streamKey(streamId: string): string {
    return `polycast:${this.#adapter.name}:stream:${streamId}`;
  }

  #targetKey(targetId: string): string {
    return `polycast:${this.#adapter.name}:target:${targetId}`;
  }
}
