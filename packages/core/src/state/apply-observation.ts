import type { Observation, StreamObservation, TargetObservation } from "../contract/observation.ts";
import type { Event, StreamEvent, TargetEvent } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";

/** A stream as known so far, with the last sequence number seen of each of its things. */
export type Known = { stream: Stream; seen: ReadonlyMap<string, number> };

/** An event before somebody gives it an id. */
export type EventDraft = Omit<TargetEvent, "id"> | Omit<StreamEvent, "id">;

/**
 * Turns what is known and one observation into what is known next, and at most one event. Pure. A late observation
 * (its sequence was passed already, or it is older than the state that was read) changes nothing; one that only brings
 * new numbers yields no event.
 */
export function applyObservation(
  known: Known,
  observation: Observation,
  observedAt: string,
): { known: Known; event?: EventDraft } {
  const key = observation.kind === "stream" ? "stream" : (observation.targetId ?? "stream");
  const last = known.seen.get(key);
  if (last === undefined ? isOlder(known.stream, observation) : observation.sequence <= last) return { known };
  const seen = new Map(known.seen).set(key, observation.sequence);
  switch (observation.kind) {
    case "stream":
      return applyToStream(known, seen, observation, observedAt);
    case "target":
      return applyToTarget(known, seen, observation, observedAt);
    case "warning":
      return { known: { ...known, seen } };
  }
}

/** Before the first numbered observation there is only the time at which the state that was read began. */
function isOlder(stream: Stream, observation: Observation): boolean {
  const target = stream.targets?.find(({ id }) => observation.kind !== "stream" && id === observation.targetId);
  const since = (observation.kind === "stream" ? stream : target)?.status.since;
  return since !== undefined && Date.parse(observation.occurredAt) < Date.parse(since);
}

type Applied = { known: Known; event?: EventDraft };

function applyToStream(
  known: Known,
  seen: ReadonlyMap<string, number>,
  observation: StreamObservation,
  observedAt: string,
): Applied {
  const before = known.stream;
  const { session: _ended, ...rest } = before;
  const stream: Stream = observation.session
    ? { ...rest, status: observation.status, session: observation.session }
    : { ...rest, status: observation.status };
  const next = { stream, seen };
  if (!observation.ended && before.status.state === observation.status.state) return { known: next };
  const { targets: _targets, ...alone } = stream;
  const sessionId = observation.session?.id ?? before.session?.id;
  const event: Omit<StreamEvent, "id"> = {
    ...envelope(stream, observation, observedAt, sessionId),
    type: observation.ended ? "stream.ended" : streamEventType(observation.status.state),
    data: { stream: alone, previous: { status: before.status } },
  };
  return { known: next, event };
}

function applyToTarget(
  known: Known,
  seen: ReadonlyMap<string, number>,
  observation: TargetObservation,
  observedAt: string,
): Applied {
  const before = known.stream.targets?.find((target) => target.id === observation.targetId);
  if (!before) return { known: { ...known, seen } };
  const target: Target = { ...before, status: observation.status };
  const targets = known.stream.targets?.map((other) => (other.id === target.id ? target : other)) ?? [];
  const next = { stream: { ...known.stream, targets }, seen };
  const same = before.status.state === target.status.state && before.status.reason?.code === target.status.reason?.code;
  if (same) return { known: next };
  const event: Omit<TargetEvent, "id"> = {
    ...envelope(known.stream, observation, observedAt, observation.sessionId ?? known.stream.session?.id),
    type: `target.${target.status.state}`,
    data: { target, previous: { status: before.status } },
  };
  return { known: next, event };
}

function streamEventType(state: Stream["status"]["state"]): StreamEvent["type"] {
  return state === "unknown" ? "stream.warning" : `stream.${state}`;
}

function envelope(
  stream: Stream,
  observation: StreamObservation | TargetObservation,
  observedAt: string,
  sessionId: string | undefined,
): Omit<Event, "id" | "type" | "data"> {
  return {
    sequence: observation.sequence,
    provider: stream.provider,
    streamId: stream.id,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(stream.tenantId === undefined ? {} : { tenantId: stream.tenantId }),
    occurredAt: observation.occurredAt,
    observedAt,
    source: observation.status.source,
  };
}
