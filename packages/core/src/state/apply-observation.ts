import type { Observation, StreamObservation, TargetObservation, WarningObservation } from "../contract/observation.ts";
import type { Source } from "../model/provenance.ts";
import type { Event, StreamEvent, TargetEvent } from "../model/event.ts";
import type { Session, Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";

/**
 * A stream as known so far, with the last sequence number seen of it (`stream`), of each target (its id), and of the
 * hints about each (`warning` before it).
 */
export type Known = { stream: Stream; seen: ReadonlyMap<string, number> };

/** An event before somebody gives it an id. */
export type EventDraft = Omit<TargetEvent, "id"> | Omit<StreamEvent, "id">;

/** What is known next, and what is worth telling. */
type Applied = { known: Known; event?: EventDraft };

/**
 * Turns what is known and one observation into what is known next, and at most one event. Pure. A late observation
 * (its sequence was passed already, or it is older than the state that was read) changes nothing; one that only brings
 * new numbers yields no event.
 */
export function applyObservation(known: Known, observation: Observation, observedAt: string): Applied {
  const key = registerOf(observation);
  const last = known.seen.get(key);
  if (last === undefined ? isOlder(known.stream, observation) : observation.sequence <= last) return { known };
  const seen = new Map(known.seen).set(key, observation.sequence);
  switch (observation.kind) {
    case "stream":
      return applyToStream(known, seen, observation, observedAt);
    case "target":
      return applyToTarget(known, seen, observation, observedAt);
    case "warning":
      return applyWarning({ ...known, seen }, observation, observedAt);
  }
}

/** Hints are counted apart: one that comes early must not make a late state look passed. */
function registerOf(observation: Observation): string {
  if (observation.kind === "warning") return `warning ${observation.targetId ?? "stream"}`;
  return observation.kind === "stream" ? "stream" : observation.targetId;
}

/** Before the first numbered observation there is only the time at which the state that was read began. */
function isOlder(stream: Stream, observation: Observation): boolean {
  const target = stream.targets?.find(({ id }) => observation.kind !== "stream" && id === observation.targetId);
  const since = (observation.kind === "stream" ? stream : target)?.status.since;
  return since !== undefined && Date.parse(observation.occurredAt) < Date.parse(since);
}

function applyToStream(
  known: Known,
  seen: ReadonlyMap<string, number>,
  observation: StreamObservation,
  observedAt: string,
): Applied {
  const before = known.stream;
  const { session: _before, ...rest } = before;
  const session = sessionAfter(before, observation);
  const stream: Stream = { ...rest, status: observation.status, ...(session ? { session } : {}) };
  const next = { stream, seen };
  if (!observation.ended && before.status.state === observation.status.state) return { known: next };
  const sessionId = observation.session?.id ?? before.session?.id;
  const event: Omit<StreamEvent, "id"> = {
    ...envelope(stream, observation, observedAt, sessionId, observation.status.source),
    type: observation.ended ? "stream.ended" : streamEventType(observation.status.state),
    data: { stream: withoutTargets(stream), previous: { status: before.status } },
  };
  return { known: next, event };
}

/** A session goes on until somebody says that it is over, or that nothing is sent. */
function sessionAfter(before: Stream, observation: StreamObservation): Session | undefined {
  if (observation.ended) return undefined;
  const { state } = observation.status;
  return observation.session ?? (state === "idle" || state === "disabled" ? undefined : before.session);
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
    ...envelope(
      known.stream,
      observation,
      observedAt,
      observation.sessionId ?? known.stream.session?.id,
      observation.status.source,
    ),
    type: `target.${target.status.state}`,
    data: { target, previous: { status: before.status } },
  };
  return { known: next, event };
}

/** Without a sequence: a hint says nothing about the order of states. */
function applyWarning(known: Known, observation: WarningObservation, observedAt: string): Applied {
  const { stream } = known;
  const { notice, targetId } = observation;
  const about = targetId === undefined ? stream : stream.targets?.find((target) => target.id === targetId);
  if (!about) return { known };
  const { sequence: _own, ...common } = envelope(
    stream,
    observation,
    observedAt,
    stream.session?.id,
    about.status.source,
  );
  const event: EventDraft =
    "streamId" in about
      ? { ...common, type: "target.warning", data: { target: about, notice } }
      : { ...common, type: "stream.warning", data: { stream: withoutTargets(about), notice } };
  return { known, event };
}

function withoutTargets(stream: Stream): Stream {
  const { targets: _targets, ...alone } = stream;
  return alone;
}

function streamEventType(state: Stream["status"]["state"]): StreamEvent["type"] {
  return state === "unknown" ? "stream.warning" : `stream.${state}`;
}

function envelope(
  stream: Stream,
  observation: Observation,
  observedAt: string,
  sessionId: string | undefined,
  source: Source,
): Omit<Event, "id" | "type" | "data"> {
  return {
    sequence: observation.sequence,
    provider: stream.provider,
    streamId: stream.id,
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(stream.tenantId === undefined ? {} : { tenantId: stream.tenantId }),
    occurredAt: observation.occurredAt,
    observedAt,
    source,
  };
}
