import type { Observation } from "../contract/observation.ts";
import type { Event, StreamEvent, TargetEvent } from "../model/event.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import type { Known, Tick } from "./known.ts";
import { isSessionOver, type Shown, showStream } from "./show-stream.ts";
import { showTarget } from "./show-target.ts";

/** An event before somebody gives it an id. */
export type EventDraft = Omit<TargetEvent, "id"> | Omit<StreamEvent, "id">;

/** Why something changes, and when it was learnt. Without a cause: by a wish. */
type Because = { cause?: Observation | Tick; observedAt: string };

/**
 * What is to be told when one of two is known after the other: at most one event about the stream, and one about each
 * target that is shown in another state, or in the same for another reason. Pure.
 */
export function factsBetween(before: Known, after: Known, because: Because): EventDraft[] {
  const ofStream = streamFact(before, after, because);
  return ofStream ? [ofStream, ...targetFacts(before, after, because)] : targetFacts(before, after, because);
}

/** The part of {@link factsBetween} that is about targets. */
export function targetFacts(before: Known, after: Known, because: Because): EventDraft[] {
  if (before.stream.targets === after.stream.targets) return [];
  const shownBefore = new Map(before.stream.targets?.map((target) => [target.id, target]));
  const facts: EventDraft[] = [];
  for (const target of after.stream.targets ?? []) {
    const old = shownBefore.get(target.id);
    if (!old || old === target || isSameFact(old, target)) continue;
    const common = {
      ...envelope(after.stream, showTarget(after.registers, target), because),
      ...withSession(before.stream, after.stream, because),
    };
    facts.push({
      ...common,
      type: `target.${target.status.state}`,
      data: { target, previous: { status: old.status } },
    });
  }
  return facts;
}

function isSameFact(one: Target, other: Target): boolean {
  return one.status.state === other.status.state && one.status.reason?.code === other.status.reason?.code;
}

function streamFact(before: Known, after: Known, because: Because): Omit<StreamEvent, "id"> | undefined {
  const type = streamFactType(before, after);
  if (!type) return undefined;
  const shown = showStream(after.registers);
  const { cause } = because;
  // The end of a session can be told by what changes no state, and late.
  const occurredAt = cause && cause.kind !== "tick" ? cause.occurredAt : shown.at;
  const common = envelope(after.stream, { ...shown, ...(occurredAt !== undefined && { at: occurredAt }) }, because);
  const session = withSession(before.stream, after.stream, because);
  const data = { stream: withoutTargets(after.stream), previous: { status: before.stream.status } };
  return { ...common, ...session, type, data };
}

/**
 * A session ends with a stream that goes idle, whether or not the provider says so; one that is said to have ended before
 * that is told then, and the stream's going idle on its own.
 */
function streamFactType(before: Known, after: Known): StreamEvent["type"] | undefined {
  const { status: was, session: endedOne } = before.stream;
  const { status, session } = after.stream;
  if (was.state !== status.state) {
    if (status.state === "unknown") return "stream.warning";
    const wasOn = was.state === "live" || was.state === "reconnecting";
    const ends = status.state === "idle" && (endedOne !== undefined || (wasOn && !isSessionOver(before.registers)));
    return ends ? "stream.ended" : `stream.${status.state}`;
  }
  if (!endedOne || endedOne.id === session?.id) return undefined;
  return session && status.state === "live" ? "stream.live" : "stream.ended";
}

function withSession(before: Stream, after: Stream, { cause }: Because): { sessionId?: string } {
  const told = cause?.kind === "target" ? cause.sessionId : cause?.kind === "stream" ? cause.session?.id : undefined;
  const sessionId = told ?? after.session?.id ?? before.session?.id;
  return sessionId === undefined ? {} : { sessionId };
}

/** Everything about an event but what it says. */
export function envelope(
  stream: Stream,
  { status, sequence, at }: Shown<Pick<Target["status"], "source">>,
  { observedAt }: Because,
): Omit<Event, "id" | "type" | "data"> {
  return {
    sequence,
    provider: stream.provider,
    streamId: stream.id,
    ...(stream.tenantId === undefined ? {} : { tenantId: stream.tenantId }),
    occurredAt: at ?? observedAt,
    observedAt,
    source: status.source,
  };
}

/** A stream as its events carry it. */
export function withoutTargets(stream: Stream): Stream {
  const { targets: _targets, ...alone } = stream;
  return alone;
}
