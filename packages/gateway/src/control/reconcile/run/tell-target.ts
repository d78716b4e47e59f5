import type { TargetStatus } from "@polycast/core";
import { toTimestamp } from "../../clock.ts";
import type { Pass } from "./pass.ts";

/** What is told of, and by whom. */
type Teller = Pick<Pass, "tools" | "streamId">;

/** Tells that a target that was switched off is off: its provider has it no more, so that it will never say so. */
export function tellOff(pass: Pass, targetId: string): void {
  const at = toTimestamp(pass.tools.clock.now());
  tell(pass, targetId, { state: "disabled", source: "api", since: at, observedAt: at });
}

/** Tells that a target is missing in a session: nothing sends to it before the session ends. */
export function tellMissing(pass: Pass, targetId: string, sessionId: string | undefined): void {
  const at = toTimestamp(pass.tools.clock.now());
  const message = "The session began before the target could be made: it is missing in this session.";
  const reason = { code: "unknown", message } as const;
  tell(pass, targetId, { state: "failed", source: "assumed", since: at, observedAt: at, reason }, sessionId);
}

/** Tells that nobody can say what a target is: others have deleted it, so that its provider says nothing more of it. */
export function tellLost(teller: Teller, targetId: string): void {
  const at = toTimestamp(teller.tools.clock.now());
  tell(teller, targetId, { state: "unknown", source: "assumed", since: at, observedAt: at });
}

/**
 * Tells what a target is that was made (again): what was seen before of one that is gone counts no more. What is reported
 * of the new one since comes after it.
 */
export function tellMade(pass: Pass, targetId: string, status: TargetStatus): void {
  const last = lastSeen(pass, targetId);
  if (last !== undefined) take(pass, targetId, status, last + 1);
}

/** It comes after all that was seen before: the provider says nothing more of a target that it has not. */
function tell(pass: Teller, targetId: string, status: TargetStatus, sessionId?: string): void {
  const ofStream = pass.tools.register.known(pass.streamId)?.registers.stream[0]?.position.sequence ?? 0;
  const after = Math.max(ofStream, lastSeen(pass, targetId) ?? 0) + 1;
  take(pass, targetId, status, Math.max(pass.tools.clock.now() * 1000, after), sessionId);
}

function lastSeen({ tools, streamId }: Teller, targetId: string): number | undefined {
  return tools.register.known(streamId)?.registers.targets[targetId]?.[0]?.position.sequence;
}

function take(
  { tools, streamId }: Teller,
  targetId: string,
  status: TargetStatus,
  sequence: number,
  sessionId?: string,
): void {
  const occurredAt = toTimestamp(tools.clock.now());
  const about = { kind: "target", streamId, targetId, sequence, occurredAt } as const;
  tools.observer.take([{ ...about, status, ...(sessionId === undefined ? {} : { sessionId }) }]);
}
