import { randomUUID } from "node:crypto";
import {
  type AdapterPage,
  MultistreamError,
  type NewStream,
  type NewTarget,
  type Observation,
  type Restorable,
  type StreamPatch,
  type TargetPatch,
  type TargetRef,
} from "@polycast/core/provider";
import { createStreamKey } from "../ingest/stream-key.ts";
import { pageOf } from "./page-of.ts";
import { newStreamRecord, newTargetRecord, type StreamRecord, type TargetRecord } from "./records.ts";
import { restoreRecord } from "./restore-record.ts";

/** Everything that is wanted of the relay, and what it last said of it. In memory: a host that must keep it does. */
export class Registry {
  readonly #streams = new Map<string, StreamRecord>();
  #number = 0;

  all(): Iterable<StreamRecord> {
    return this.#streams.values();
  }

  /** @throws MultistreamError `not_found` */
  stream(id: string): StreamRecord {
    const record = this.#streams.get(id);
    if (!record) throw notFound("stream", id);
    return record;
  }

  /** @throws MultistreamError `not_found` */
  target(ref: TargetRef): TargetRecord {
    const record = this.stream(ref.streamId).targets.get(ref.id);
    if (!record) throw notFound("target", ref.id);
    return record;
  }

  /** Newest first. @throws MultistreamError `invalid_argument` for a cursor that is not from this list */
  page(query: { cursor?: string; limit: number }): AdapterPage<StreamRecord> {
    return pageOf(this.#streams.values(), query);
  }

  addStream({ targets, ...wanted }: NewStream): StreamRecord {
    const createdAt = new Date().toISOString();
    const number = ++this.#number;
    const record = newStreamRecord({ id: randomUUID(), createdAt, number, wanted, streamKey: createStreamKey() });
    for (const target of targets) addTo(record, target, createdAt);
    this.#streams.set(record.id, record);
    return record;
  }

  /**
   * Takes back a stream as its host has stored it, with its ids and its key. One that is here already becomes what was
   * stored, and keeps what is known of it.
   *
   * @throws MultistreamError `invalid_argument` when it holds no ingest key, or a destination that cannot be dialled
   */
  restore(stored: Restorable): StreamRecord {
    const before = this.#streams.get(stored.id);
    const record = restoreRecord(stored, before?.number ?? ++this.#number, before);
    this.#streams.set(record.id, record);
    return record;
  }

  /** @throws MultistreamError `not_found` when there is no such stream */
  addTarget(streamId: string, input: NewTarget): TargetRecord {
    return addTo(this.stream(streamId), input, new Date().toISOString());
  }

  patchStream(record: StreamRecord, patch: StreamPatch): void {
    record.wanted = { ...record.wanted, ...withoutUndefined(patch) };
  }

  patchTarget(record: TargetRecord, patch: TargetPatch): void {
    if (patch.destination) record.revision++;
    record.wanted = { ...record.wanted, ...withoutUndefined(patch) };
  }

  /** False when it was gone already. */
  deleteStream(id: string): boolean {
    return this.#streams.delete(id);
  }

  /** The stream that it was deleted from; nothing when it was gone already. */
  deleteTarget(ref: TargetRef): StreamRecord | undefined {
    const stream = this.#streams.get(ref.streamId);
    return stream?.targets.delete(ref.id) ? stream : undefined;
  }

  /** Notes what the relay says; nothing when the thing is gone already. */
  note(observation: Observation): void {
    const record = this.#streams.get(observation.streamId);
    if (!record) return;
    if (observation.kind === "stream") {
      const { status, session, ended } = observation;
      record.status = status;
      delete record.session;
      if (session && !ended) record.session = session;
    }
    if (observation.kind === "target") {
      const target = record.targets.get(observation.targetId);
      if (target) target.status = observation.status;
    }
  }
}

function addTo(record: StreamRecord, input: NewTarget, createdAt: string): TargetRecord {
  const target = newTargetRecord(randomUUID(), record.id, createdAt, input);
  record.targets.set(target.id, target);
  return target;
}

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** A field that is present but undefined is one that was left out. */
function withoutUndefined<T extends object>(patch: T): Defined<T> {
  const entries = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Defined<T>;
}

function notFound(what: string, id: string): MultistreamError {
  return new MultistreamError("not_found", `There is no ${what} ${JSON.stringify(id.slice(0, 64))}.`, {
    provider: "selfhost",
    hint: `List what there is, and check that the ${what} was not deleted.`,
  });
}
