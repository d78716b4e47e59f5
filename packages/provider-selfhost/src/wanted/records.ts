import type { NewStream, NewTarget, Session, StreamStatus, TargetStatus } from "@polycast/core/provider";

/** A target as asked for and as seen. */
export type TargetRecord = {
  id: string;
  streamId: string;
  createdAt: string;
  wanted: NewTarget;
  /** Grows with every edit of the destination. */
  revision: number;
  status: TargetStatus;
};

/** A stream as asked for and as seen. */
export type StreamRecord = {
  id: string;
  createdAt: string;
  /** Grows from record to record: the order of those that were made in the same millisecond. */
  number: number;
  wanted: Omit<NewStream, "targets">;
  streamKey: string;
  status: StreamStatus;
  session?: Session;
  targets: Map<string, TargetRecord>;
};

/** A target nobody has looked at yet: the relay reports it at once. */
export function newTargetRecord(id: string, streamId: string, createdAt: string, wanted: NewTarget): TargetRecord {
  const status: TargetStatus = { state: wanted.enabled ? "idle" : "disabled", source: "assumed" };
  return { id, streamId, createdAt, wanted, revision: 1, status };
}

/** A stream nobody has looked at yet. */
export function newStreamRecord(
  fields: Pick<StreamRecord, "id" | "createdAt" | "number" | "wanted" | "streamKey">,
): StreamRecord {
  const state = fields.wanted.enabled ? "idle" : "disabled";
  return { ...fields, status: { state, source: "assumed" }, targets: new Map() };
}
