import type { StreamStatus, TargetStatus } from "@polycast/core/provider";
import type { Unnumbered } from "../relay/relay-client.ts";
import type { StreamRecord } from "./records.ts";

/**
 * What is certain of a stream when the relay's thread is gone: its connections are, too. Its encoder may return, so the
 * session goes on; its targets get nothing until then.
 */
export function disconnected(record: StreamRecord, occurredAt: string): Unnumbered[] {
  const { id: streamId, status, session } = record;
  const targets = targetsAtRest(record, occurredAt);
  if (status.state !== "live" || !session) return targets;
  return [{ kind: "stream", streamId, occurredAt, status: assumed("reconnecting", occurredAt), session }, ...targets];
}

/** What is certain of a stream when no relay has come back within the reconnect window: its session is over. */
export function givenUp(record: StreamRecord, occurredAt: string): Unnumbered[] {
  const { id: streamId, session, wanted } = record;
  const targets = targetsAtRest(record, occurredAt);
  if (!session) return targets;
  const status = assumed(wanted.enabled ? "idle" : "disabled", occurredAt);
  return [{ kind: "stream", streamId, occurredAt, status, session, ended: true }, ...targets];
}

/** The targets that were not at rest, at rest. */
function targetsAtRest({ id: streamId, session, targets }: StreamRecord, occurredAt: string): Unnumbered[] {
  const atRest: Unnumbered[] = [];
  for (const { id: targetId, status, wanted } of targets.values()) {
    if (status.state === "idle" || status.state === "disabled") continue;
    const rest = assumed(wanted.enabled ? "idle" : "disabled", occurredAt);
    const at = { kind: "target", streamId, targetId, occurredAt, status: rest } as const;
    atRest.push(session ? { ...at, sessionId: session.id } : at);
  }
  return atRest;
}

function assumed<S extends StreamStatus["state"] | TargetStatus["state"]>(state: S, at: string) {
  return { state, since: at, observedAt: at, source: "assumed" } as const;
}
