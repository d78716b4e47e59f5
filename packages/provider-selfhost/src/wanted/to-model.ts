import {
  destinationNotices,
  redactDestination,
  type Stream,
  type StreamStatus,
  type Target,
  type TargetStatus,
} from "@polycast/core/provider";
import { atRest } from "../relay/seen.ts";
import type { KeptStream, Seen } from "../relay-port.ts";
import type { StoredTarget } from "./stored-stream.ts";

const provider = "selfhost";

/** Somebody else tells how it is. */
const untold: StreamStatus & TargetStatus = { state: "unknown", source: "assumed" };

/** The model's view of a stream, with its targets. */
export function toStream({ stream, seen }: KeptStream): Stream {
  const { id, createdAt, name, enabled, reference, metadata } = stream;
  return {
    id,
    provider,
    name,
    enabled,
    status: streamStatus(enabled, seen),
    ...(typeof seen === "object" && seen.session ? { session: seen.session } : {}),
    targets: stream.targets.map((target) => toTarget(target, { stream, seen })),
    notices: [],
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata }),
    createdAt,
  };
}

/** The model's view of a target. */
export function toTarget(target: StoredTarget, { stream, seen }: KeptStream): Target {
  const { id, createdAt, name, enabled, rendition, destination, videoOnly, reference, metadata } = target;
  return {
    id,
    streamId: stream.id,
    provider,
    name,
    destination: redactDestination(destination),
    enabled,
    rendition,
    ...(videoOnly === undefined ? {} : { videoOnly }),
    status: targetStatus(target, seen),
    notices: destinationNotices(destination),
    ...(reference === undefined ? {} : { reference }),
    ...(metadata === undefined ? {} : { metadata }),
    createdAt,
  };
}

function streamStatus(enabled: boolean, seen: Seen): StreamStatus {
  if (seen === "held") return untold;
  return seen === "at_rest" ? atRest(enabled) : seen.status;
}

function targetStatus({ id, enabled }: StoredTarget, seen: Seen): TargetStatus {
  if (seen === "held") return untold;
  const status = seen === "at_rest" ? undefined : seen.targets.get(id);
  return status ?? atRest(enabled);
}
