import { getStream, type Reading, type StreamRecord, type TargetRecord, targetsOf } from "../../../store/index.ts";
import { type AcceptedStream, type AcceptedTarget, acceptedOf, acceptedStreamOf } from "../accepted.ts";
import type { WantedStream } from "../stream-wishes.ts";
import { type WantedTarget, wantedOf } from "../wanted.ts";
import type { Work } from "../work.ts";
import { type StoredWork, storedWorkOf } from "./stored-work.ts";

/** What a row of a target says about its wishes. */
export type TargetWork = {
  record: TargetRecord;
  wanted: WantedTarget;
  accepted: AcceptedTarget;
  work?: Work | undefined;
  stored: StoredWork;
};

/** What a row of a stream says about its own wishes. */
export type StreamWork = {
  record: StreamRecord;
  wanted: WantedStream;
  accepted: AcceptedStream;
  work?: Work | undefined;
  stored: StoredWork;
};

/** A stream with all its targets, oldest first. */
export type LoadedStream = { stream: StreamWork; targets: TargetWork[] };

/** @throws MultistreamError `internal` when other hands changed the row */
export function targetWorkOf(record: TargetRecord): TargetWork {
  const wanted = wantedOf(record);
  const stored = storedWorkOf(record.work);
  // One that was never made, and of which nothing else is known.
  const isUnmade = record.accepted === undefined && record.providerId === undefined;
  const accepted: AcceptedTarget = isUnmade ? { there: false } : acceptedOf(record.accepted, wanted);
  return { record, wanted, accepted, work: stored.work, stored };
}

/** @throws MultistreamError `internal` when other hands changed the row */
export function streamWorkOf(record: StreamRecord): StreamWork {
  const { name, enabled, deletingAt, updatedAt, notices } = record;
  const left = notices.some(({ code }) => code === "drift");
  const wanted = { name, enabled, gone: deletingAt !== undefined, left, changedAt: deletingAt ?? updatedAt };
  const stored = storedWorkOf(record.work);
  return { record, wanted, accepted: acceptedStreamOf(record.accepted, wanted), work: stored.work, stored };
}

/** Reads a stream with its targets; absent: there is none. */
export function* loadStream(id: string): Reading<LoadedStream | undefined> {
  const record = yield* getStream(id);
  if (!record) return undefined;
  const targets = (yield* targetsOf(id)).map(targetWorkOf);
  return { stream: streamWorkOf(record), targets };
}
