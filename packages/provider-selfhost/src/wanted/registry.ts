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
import { newTargetRecord, type StreamRecord, type TargetRecord } from "./records.ts";

/** Everything that is wanted of the relay, and what it last said of it. In memory: a host that must keep it does. */
export class Registry {
  readonly #streams = new Map<string, StreamRecord>();

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

  /** Newest first. */
  page(query: { cursor?: string; limit: number }): AdapterPage<StreamRecord> {
    const ids = [...this.#streams.keys()].toReversed();
    const start = query.cursor === undefined ? 0 : ids.indexOf(query.cursor) + 1;
    if (query.cursor !== undefined && start === 0) {
      throw new MultistreamError("invalid_argument", "The cursor is not from this list.", { provider: "selfhost" });
    }
    const data = ids.slice(start, start + query.limit).map((id) => this.stream(id));
    const last = data.at(-1);
    return last && start + query.limit < ids.length ? { data, nextCursor: last.id } : { data };
  }

  addStream(input: NewStream): StreamRecord {
    const id = randomUUID();
    const { targets, ...wanted } = input;
    const createdAt = new Date().toISOString();
    const record = newStreamRecord({ ...wanted, id, createdAt, streamKey: createStreamKey() });
    for (const target of targets) addTo(record, randomUUID(), createdAt, target);
    this.#streams.set(id, record);
    return record;
  }

  /** Takes back a stream as its host has stored it, with its ids and its key. */
  restore(stored: Restorable): StreamRecord {
    const { id, createdAt, ingest, targets, ...wanted } = stored;
    const streamKey = ingest.find((address) => address.protocol !== "srt")?.streamKey;
    if (streamKey === undefined) {
      throw new MultistreamError("invalid_argument", `The stored stream ${id} has no ingest key.`, {
        provider: "selfhost",
      });
    }
    const record = newStreamRecord({ ...wanted, id, createdAt, streamKey });
    for (const target of targets) {
      const { id: targetId, createdAt: since, ...input } = target;
      addTo(record, targetId, since, input);
    }
    this.#streams.set(id, record);
    return record;
  }

  addTarget(streamId: string, input: NewTarget): TargetRecord {
    return addTo(this.stream(streamId), randomUUID(), new Date().toISOString(), input);
  }

  patchStream(record: StreamRecord, patch: StreamPatch): void {
    record.wanted = { ...record.wanted, ...withoutUndefined(patch) };
  }

  patchTarget(record: TargetRecord, patch: TargetPatch): void {
    if (patch.destination) record.revision++;
    record.wanted = { ...record.wanted, ...withoutUndefined(patch) };
  }

  deleteStream(id: string): boolean {
    return this.#streams.delete(id);
  }

  /** Notes what the relay says; nothing when the thing is gone already. */
  note(observation: Observation): void {
    const record = this.#streams.get(observation.streamId);
    if (!record) return;
    if (observation.kind === "stream") {
      record.status = observation.status;
      delete record.session;
      if (observation.session) record.session = observation.session;
    }
    if (observation.kind === "target") {
      const target = record.targets.get(observation.targetId);
      if (target) target.status = observation.status;
    }
  }
}

type StreamStart = StreamRecord["wanted"] & Pick<StreamRecord, "id" | "createdAt" | "streamKey">;

function newStreamRecord({ id, createdAt, streamKey, ...wanted }: StreamStart): StreamRecord {
  const state = wanted.enabled ? "idle" : "disabled";
  return { id, createdAt, streamKey, wanted, status: { state, source: "assumed" }, targets: new Map() };
}

function addTo(record: StreamRecord, id: string, createdAt: string, input: NewTarget): TargetRecord {
  const target = newTargetRecord(id, record.id, createdAt, input);
  record.targets.set(id, target);
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
