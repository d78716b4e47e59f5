import {
  defined,
  type Observation,
  streamStates,
  type StreamObservation,
  type TargetObservation,
  targetStates,
} from "@polycast/core/provider";
import { type WireStreamEvent, wireStreamEvent, type WireTargetEvent, wireTargetEvent } from "../wire/event.ts";

/** Types that carry a state: what was observed, and what has come to be. */
const ofTarget = new Map(["created", ...targetStates].map((word) => [`target.${word}`, word]));
const ofStream = new Map(["created", "ended", ...streamStates].map((word) => [`stream.${word}`, word]));

/**
 * What an event of a gateway says of a state; nothing for one that says nothing of it, that is of a type that is not
 * known, or that cannot be read.
 *
 * The log's order is the gateway's, in which every event tells what held from then on. So it is numbered by the later of
 * the two times that it has, since a provider's clock may be behind or ahead, and within that by its place in the log.
 */
export function observeEvent(payload: unknown): Observation | undefined {
  const type = typeOf(payload);
  if (type?.startsWith("target.")) {
    const read = wireTargetEvent.safeParse(payload);
    return read.success ? observeTarget(read.data) : undefined;
  }
  if (!type?.startsWith("stream.")) return undefined;
  const read = wireStreamEvent.safeParse(payload);
  return read.success ? observeStream(read.data) : undefined;
}

function observeTarget(event: WireTargetEvent): Observation | undefined {
  const { streamId, sessionId, data } = event;
  const { id: targetId, status } = data.target;
  const { notice } = data;
  if (event.type === "target.warning" && notice)
    return { ...placeOf(event), kind: "warning", streamId, targetId, notice };
  if (!ofTarget.has(event.type)) return undefined;
  const observation: TargetObservation = defined({
    ...placeOf(event),
    kind: "target" as const,
    streamId,
    targetId,
    status,
    sessionId,
  });
  return observation;
}

function observeStream(event: WireStreamEvent): Observation | undefined {
  const { streamId, data } = event;
  const { status, session } = data.stream;
  const { notice } = data;
  const { type } = event;
  if (type === "stream.warning" && notice) return { ...placeOf(event), kind: "warning", streamId, notice };
  // A stream that nobody can tell the state of any more is told by a warning without a notice.
  if (!ofStream.has(type) && type !== "stream.warning") return undefined;
  const observation: StreamObservation = defined({
    ...placeOf(event),
    kind: "stream" as const,
    streamId,
    status,
    session,
    ended: type === "stream.ended" ? true : undefined,
  });
  return observation;
}

function placeOf(
  event: WireTargetEvent | WireStreamEvent,
): Pick<Observation, "id" | "occurredAt" | "sequence" | "rank"> {
  const { id, occurredAt, observedAt, sequence: rank } = event;
  const at = Math.max(Date.parse(occurredAt), Date.parse(observedAt));
  return defined({ id, occurredAt, sequence: at * 1_000, rank });
}

function typeOf(payload: unknown): string | undefined {
  const type: unknown = typeof payload === "object" && payload !== null ? Reflect.get(payload, "type") : undefined;
  return typeof type === "string" ? type : undefined;
}
