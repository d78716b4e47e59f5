import type { NewStream, NewTarget, Session, StreamStatus, TargetStatus } from "@polycast/core/provider";

/** A target as asked for and as seen. */
export type TargetRecord = {
  id: string;
  streamId: string;
  createdAt: string;
  wanted: NewTarget;
  /** Grows when the destination changes. */
  revision: number;
  status: TargetStatus;
};

/** A stream as asked for and as seen. */
export type StreamRecord = {
  id: string;
  createdAt: string;
  wanted: Omit<NewStream, "targets">;
  streamKey: string;
  status: StreamStatus;
  session?: Session;
  targets: Map<string, TargetRecord>;
};

/** A target nobody has looked at yet: the relay reports it at once. */
export function newTargetRecord(id: string, streamId: string, createdAt: string, wanted: NewTarget): TargetRecord {
  const status: TargetStatus = { state: wanted.enabled ? "idle" : "disabled", source: "assumed", since: createdAt };
  return { id, streamId, createdAt, wanted, revision: 1, status };
}
