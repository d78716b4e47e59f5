import { destinationNotices, redactDestination, type Stream, type Target } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord } from "./records.ts";

const provider = "selfhost";

/** The model's view of a target. */
export function toTarget({ id, streamId, createdAt, wanted, status }: TargetRecord): Target {
  return {
    id,
    streamId,
    provider,
    name: wanted.name,
    destination: redactDestination(wanted.destination),
    enabled: wanted.enabled,
    rendition: wanted.rendition,
    ...(wanted.videoOnly === undefined ? {} : { videoOnly: wanted.videoOnly }),
    status,
    notices: destinationNotices(wanted.destination),
    ...(wanted.reference === undefined ? {} : { reference: wanted.reference }),
    ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
    createdAt,
  };
}

/** The model's view of a stream, with its targets. */
export function toStream({ id, createdAt, wanted, status, session, targets }: StreamRecord): Stream {
  return {
    id,
    provider,
    name: wanted.name,
    enabled: wanted.enabled,
    status,
    ...(session === undefined ? {} : { session }),
    targets: Array.from(targets.values(), toTarget),
    notices: [],
    ...(wanted.reference === undefined ? {} : { reference: wanted.reference }),
    ...(wanted.metadata === undefined ? {} : { metadata: wanted.metadata }),
    createdAt,
  };
}
