import { redactDestination } from "../destination/redact-destination.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { Ingest } from "../model/ingest.ts";
import type { NewStream, NewTarget } from "../model/inputs.ts";
import type { Session, Stream, StreamState, StreamStatus } from "../model/stream.ts";
import type { Reason, TargetStatus } from "../model/target-status.ts";
import type { Target } from "../model/target.ts";
import { pendingOf, type Wish } from "./wish.ts";

/** A target as the fake keeps it. */
export type TargetRecord = {
  id: string;
  streamId: string;
  createdAt: string;
  wish: Wish<NewTarget>;
  status: TargetStatus;
  /** Its destination refuses. `final`: no further attempt is made. */
  broken?: { reason: Reason; final: boolean };
};

/** A stream as the fake keeps it. */
export type StreamRecord = {
  id: string;
  /** Grows from stream to stream. */
  number: number;
  createdAt: string;
  wish: Wish<Omit<NewStream, "targets">>;
  status: StreamStatus;
  session?: Session;
  ingest: Ingest[];
  targets: Map<string, TargetRecord>;
};

/** The model's view of a stream; fields that the table has no slot for are left out. */
export function toStream(record: StreamRecord, provider: string, capabilities: Capabilities): Stream {
  const { id, wish, status, session, createdAt } = record;
  const { name, reference, metadata } = wish.wanted;
  const pending = pendingOf(wish);
  const keeps = new Set(capabilities.stores.stream);
  return {
    id,
    provider,
    name: keeps.has("name") ? name : id,
    enabled: wish.wanted.enabled,
    status: { ...status },
    targets: Array.from(record.targets.values(), (target) => toTarget(target, status.state, provider, capabilities)),
    notices: [],
    ...(session && { session: { ...session } }),
    ...(pending && { pending }),
    ...(keeps.has("reference") && reference !== undefined && { reference }),
    ...(keeps.has("metadata") && metadata && { metadata: { ...metadata } }),
    ...(keeps.has("createdAt") && { createdAt }),
  };
}

/** The model's view of a target. Where the table keeps no names, it is called by the host it sends to. */
export function toTarget(
  record: TargetRecord,
  streamState: StreamState,
  provider: string,
  capabilities: Capabilities,
): Target {
  const { id, streamId, wish, status, createdAt } = record;
  const { name, enabled, rendition, videoOnly, reference, metadata } = wish.wanted;
  const destination = redactDestination(wish.wanted.destination);
  const pending = pendingOf(wish);
  const keeps = new Set(capabilities.stores.target);
  return {
    id,
    streamId,
    provider,
    name: keeps.has("name") ? name : (destination.host ?? id),
    destination,
    enabled,
    rendition,
    status: readStatus(status, streamState, capabilities),
    notices: [],
    ...(videoOnly !== undefined && { videoOnly }),
    ...(pending && { pending }),
    ...(keeps.has("reference") && reference !== undefined && { reference }),
    ...(keeps.has("metadata") && metadata && { metadata: { ...metadata } }),
    ...(keeps.has("createdAt") && { createdAt }),
  };
}

/** Where states come by webhook alone, a read of a live stream's target knows nothing. */
function readStatus(status: TargetStatus, streamState: StreamState, { status: told }: Capabilities): TargetStatus {
  const isTold = told.delivery.some((way) => way !== "webhook");
  if (isTold || streamState !== "live" || status.state === "disabled") return { ...status };
  return { state: "unknown", source: "api" };
}
