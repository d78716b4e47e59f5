import type { StreamStatus, TargetStatus } from "@polycast/core/provider";
import type { Unnumbered } from "./relay-client.ts";
import type { Served } from "./seen.ts";

/**
 * What is certain of a stream when the relay's thread is gone: its connections are, too. Its encoder may return, so the
 * session goes on; its targets get nothing until then.
 */
export function disconnected({ wanted, seen }: Served, occurredAt: string): Unnumbered[] {
  const { status, session } = seen;
  const targets = targetsAtRest({ wanted, seen }, occurredAt);
  if (status.state !== "live" || !session) return targets;
  const at = { kind: "stream", streamId: wanted.id, occurredAt } as const;
  return [{ ...at, status: assumed("reconnecting", occurredAt), session }, ...targets];
}

/** What is certain of a stream when no relay has come back within the reconnect window: its session is over. */
export function givenUp({ wanted, seen }: Served, occurredAt: string): Unnumbered[] {
  const { session } = seen;
  const targets = targetsAtRest({ wanted, seen }, occurredAt);
  if (!session) return targets;
  const status = assumed(wanted.enabled ? "idle" : "disabled", occurredAt);
  return [{ kind: "stream", streamId: wanted.id, occurredAt, status, session, ended: true }, ...targets];
}

/** The targets that were not at rest, at rest. */
function targetsAtRest({ wanted, seen }: Pick<Served, "wanted" | "seen">, occurredAt: string): Unnumbered[] {
  const { session } = seen;
  const atRest: Unnumbered[] = [];
  for (const { id: targetId, enabled } of wanted.targets) {
    const state = seen.targets.get(targetId)?.state ?? "idle";
    if (state === "idle" || state === "disabled") continue;
    const rest = assumed(enabled ? "idle" : "disabled", occurredAt);
    const at = { kind: "target", streamId: wanted.id, targetId, occurredAt, status: rest } as const;
    atRest.push(session ? { ...at, sessionId: session.id } : at);
  }
  return atRest;
}

function assumed<S extends StreamStatus["state"] | TargetStatus["state"]>(state: S, at: string) {
  return { state, since: at, observedAt: at, source: "assumed" } as const;
}
