import type { Event, RedactedDestination, Stream, StreamEvent, Target, TargetEvent } from "@polycast/core";
import type { LoggedEvent } from "../../store/index.ts";
import { pickDefined } from "../differences.ts";

// What may be seen is named field by field, so that one that the model gains later stays inside until it is added here.

const streamFields = ["session", "playback", "pending", "createdAt"] as const;
const targetFields = ["videoOnly", "pending", "createdAt"] as const;
const previousFields = ["name", "enabled", "status", "notices"] as const;
const eventFields = ["sequence", "sessionId"] as const;

const hidden: ReadonlySet<string> = new Set(["reference", "tenantId", "metadata", "bindings", "providerMetadata"]);

/** A stream as the holder of a view token sees it: without what its owner has noted about it, and how it is bound. */
export function publicStream(stream: Stream): Stream {
  const { id, provider, name, enabled, status, notices, targets } = stream;
  const known = { id, provider, name, enabled, status, notices, ...pickDefined(stream, streamFields) };
  return targets ? { ...known, targets: targets.map(publicTarget) } : known;
}

/** A target as the holder of a view token sees it; of its destination, which service it is. */
function publicTarget(target: Target): Target {
  const { id, streamId, provider, name, enabled, rendition, status, notices } = target;
  const destination = publicDestination(target.destination);
  const known = { id, streamId, provider, name, destination, enabled, rendition, status, notices };
  return { ...known, ...pickDefined(target, targetFields) };
}

function publicDestination({ redacted, protocol, host, preset }: RedactedDestination): RedactedDestination {
  return { redacted, protocol, host, ...(preset === undefined ? {} : { preset }) };
}

/** An event as the holder of a view token sees it; one that is about no stream never reaches them. */
export function publicEvent(event: LoggedEvent): LoggedEvent {
  if (isTargetEvent(event)) return publicTargetEvent(event);
  return isStreamEvent(event) ? publicStreamEvent(event) : event;
}

function isTargetEvent(event: LoggedEvent): event is TargetEvent {
  return "target" in event.data;
}

function isStreamEvent(event: LoggedEvent): event is StreamEvent {
  return "stream" in event.data;
}

function publicTargetEvent(event: TargetEvent): TargetEvent {
  const { target, previous, changed, notice } = event.data;
  const before = previous && { ...pickDefined(previous, [...previousFields, ...targetFields, "rendition"]) };
  return {
    ...envelopeOf(event),
    type: event.type,
    data: { target: publicTarget(target), ...change({ previous: before, changed, notice }) },
  };
}

function publicStreamEvent(event: StreamEvent): StreamEvent {
  const { stream, previous, changed, notice } = event.data;
  const before = previous && pickDefined(previous, [...previousFields, ...streamFields]);
  return {
    ...envelopeOf(event),
    type: event.type,
    data: { stream: publicStream(stream), ...change({ previous: before, changed, notice }) },
  };
}

function envelopeOf(event: Event) {
  const { id, provider, streamId, occurredAt, observedAt, source } = event;
  return { id, provider, streamId, occurredAt, observedAt, source, ...pickDefined(event, eventFields) };
}

/** The parts of a change that there are; of the changed fields, those that may be seen. */
function change<P, N>(parts: { previous: P | undefined; changed: string[] | undefined; notice: N | undefined }) {
  const { previous, changed, notice } = parts;
  return {
    ...(previous === undefined ? {} : { previous }),
    ...(changed === undefined ? {} : { changed: changed.filter((field) => !hidden.has(field)) }),
    ...(notice === undefined ? {} : { notice }),
  };
}
