import { ifThere } from "../calls/if-there.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Observation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import type { UnplacedObservation } from "../contract/webhooks.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import type { Event } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import { knows } from "../state/appeared.ts";
import { applyObservation } from "../state/apply-observation.ts";
import type { EventDraft } from "../state/facts-between.ts";
import { identifyEvent } from "../state/identify-event.ts";
import type { Known } from "../state/known.ts";
import { learn } from "./learn.ts";
import { type Read, readStream } from "./read-stream.ts";
import type { StateStore } from "./state-store.ts";
import { readRecord, type StreamRecord, writeRecord } from "./stream-record.ts";
import { TargetIndex } from "./target-index.ts";
import { addUnsettled, settle, unsettledOf } from "./unsettled.ts";

/** Longer than any provider repeats a webhook. */
export const TTL_MS = 7 * 24 * 60 * 60 * 1000;
/** Writers that may come in between before we give up. */
const MAX_CONFLICTS = 20;

/** What was said of one stream, and what reading it has told, where somebody has read it. */
export type Said = { observations: readonly Observation[]; read?: Read | undefined };

/** Keeps the events of one webhook until they are settled, with the ids that they have at every delivery. */
export type Cause = { id: string; identify(event: EventDraft): Promise<Event> };

/** What is written next, and what the writer is answered. */
type Change<T> = { record: StreamRecord; answer: T };

/** What was seen of one provider's streams, kept in a store that several processes may share. */
export class StreamMemory {
  readonly #store: StateStore;
  readonly #adapter: ProviderAdapter;
  readonly #targets: TargetIndex;

  constructor(store: StateStore, adapter: ProviderAdapter) {
    this.#store = store;
    this.#adapter = adapter;
    this.#targets = new TargetIndex(store, adapter.name, TTL_MS);
  }

  /** Takes observations in and answers the events that follow from them. What nobody can place is left out. */
  async observe(observations: readonly (Observation | UnplacedObservation)[], context: CallContext): Promise<Event[]> {
    const byStream = new Map<string, Observation[]>();
    for (const observation of observations) {
      const placed = await this.locate(observation);
      if (placed) byStream.set(placed.streamId, [...(byStream.get(placed.streamId) ?? []), placed]);
    }
    const events: Event[] = [];
    for (const [streamId, seen] of byStream) {
      // Read for what is wanted alone: who observes has its own way to read states.
      const learnt = this.#learner({ observations: seen }, async () => {
        const stream = await ifThere(this.#adapter.streams.get(streamId, context));
        return { ...(stream && { stream }), observations: [] };
      });
      const told = await this.#change(streamId, context, async (record) => {
        const { known, events } = await learnt(record.known);
        return { record: { ...record, known }, answer: events };
      });
      events.push(...told.map(identifyEvent));
    }
    return events;
  }

  /**
   * Takes in what a webhook says of one stream. Its events are kept until `settle`, in the same write as the state that
   * they lead to, and are answered again at every delivery until then.
   *
   * @throws MultistreamError `limit_exceeded` when too many events of others wait for that
   */
  take(streamId: string, said: Said, cause: Cause, context: CallContext): Promise<readonly Event[]> {
    const learnt = this.#learner(said, () => readStream(this.#adapter, streamId, context));
    return this.#change(streamId, context, async (record) => {
      const { known, events } = await learnt(record.known);
      const identified = await Promise.all(events.map((event) => cause.identify(event)));
      const entry = { cause: cause.id, at: Date.now(), events: identified };
      const unsettled = addUnsettled(record.unsettled, entry);
      return { record: { known, unsettled }, answer: unsettledOf(unsettled, cause.id) };
    });
  }

  /** The events of this webhook are handed out. */
  settle(streamId: string, causeId: string, context: CallContext): Promise<void> {
    return this.#change(streamId, context, async (record) => ({
      record: { ...record, unsettled: settle(record.unsettled, causeId) },
      answer: undefined,
    }));
  }

  /** What is known of a stream; nothing when nothing was ever observed of it. */
  async recall(streamId: string): Promise<Known | undefined> {
    const stored = await this.#store.get(this.#keyOf(streamId));
    const known = stored && readRecord(stored.value)?.known;
    return known && upToNow(known);
  }

  /** Finds the stream of an observation that does not name it. */
  async locate(observation: Observation | UnplacedObservation): Promise<Observation | undefined> {
    if ("streamId" in observation) return observation;
    const { reference, ...rest } = observation;
    const streamId = await this.#targets.find(observation.targetId, reference);
    return streamId === undefined ? undefined : { ...rest, streamId };
  }

  /** Notes which stream these targets belong to, for webhooks that do not say it. */
  place(stream: Pick<Stream, "id" | "targets">): Promise<void> {
    return this.#targets.note(stream);
  }

  /** The stream is gone. Events of it that nobody has handed out yet stay. */
  async forget(streamId: string, context: CallContext = { signal: new AbortController().signal }): Promise<void> {
    await this.#change(streamId, context, async (record) => {
      await this.#targets.forget(record.known?.stream.targets);
      return { record: { unsettled: record.unsettled }, answer: undefined };
    });
  }

  /** Learns what was said; reads the stream, once, when it or a target that is named is not known. */
  #learner(said: Said, readIt: () => Promise<Read>): (before: Known | undefined) => Promise<ReturnType<typeof learn>> {
    let { read } = said;
    return async (before) => {
      const isNew = !before || said.observations.some((observation) => !knows(before, observation));
      if (isNew) read ??= await readIt();
      const learnt = learn(before, { ...said, read }, new Date().toISOString());
      if (!learnt.known) await this.#targets.forget(before?.stream.targets);
      else if (read) await this.#targets.note(learnt.known.stream);
      return learnt;
    };
  }

  async #change<T>(
    streamId: string,
    { signal }: CallContext,
    change: (record: StreamRecord) => Promise<Change<T>>,
  ): Promise<T> {
    const key = this.#keyOf(streamId);
    for (let attempt = 0; attempt < MAX_CONFLICTS; attempt += 1) {
      signal.throwIfAborted();
      const stored = await this.#store.get(key);
      const { record, answer } = await change((stored && readRecord(stored.value)) ?? { unsettled: [] });
      const text = writeRecord(record);
      if (text === undefined) {
        // Ids are not given twice: who writes to one that is gone only learns that once more.
        if (stored) await this.#store.delete(key);
        return answer;
      }
      if (await this.#store.compareAndSet(key, text, stored?.version, TTL_MS)) return answer;
    }
    throw new MultistreamError("conflict", `The state of stream ${streamId} is written by too many at once.`, {
      provider: this.#adapter.name,
      retryable: true,
      hint: "Deliver the webhook again.",
    });
  }

  #keyOf(streamId: string): string {
    return `polycast:${this.#adapter.name}:stream:${streamId}`;
  }
}

/** What was to lapse until now has lapsed. */
function upToNow(known: Known): Known {
  const now = Date.now();
  const tick = { kind: "tick", streamId: known.stream.id, sequence: now * 1_000 } as const;
  return applyObservation(known, tick, new Date(now).toISOString()).known;
}
