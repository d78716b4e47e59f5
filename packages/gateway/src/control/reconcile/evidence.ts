import type { StreamState, TargetStatus } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import type { AcceptedTarget, Awaiting } from "./accepted.ts";
import type { Change } from "./change.ts";

/** What is seen of a target and its stream. */
export type Seen = {
  targetStatus?: Pick<TargetStatus, "state" | "source"> | undefined;
  streamState: StreamState;
  sessionId?: string | undefined;
};

/**
 * Takes away what is awaited and is in effect by now: all of it when the session has ended or another one has begun; that
 * a target is switched on or off also when the provider tells of sending, or of its end.
 */
export function settle(accepted: AcceptedTarget, seen: Seen): AcceptedTarget {
  const { awaiting, ...rest } = accepted;
  if (!awaiting) return accepted;
  const left = isOver(awaiting, seen) ? [] : awaiting.changes.filter((change) => !isShown(change, seen.targetStatus));
  if (left.length === awaiting.changes.length) return accepted;
  return left.length === 0 ? rest : defined({ ...rest, awaiting: { ...awaiting, changes: left } });
}

function isOver({ sessionId: then }: Awaiting, { streamState, sessionId }: Seen): boolean {
  if (streamState === "idle" || streamState === "disabled") return true;
  return then !== undefined && sessionId !== undefined && then !== sessionId;
}

/** An API answer repeats the setting that was just made: only who watches the sending knows that it has stopped. */
function isShown(change: Change, status: Seen["targetStatus"]): boolean {
  if (!status || status.source === "assumed") return false;
  const { state, source } = status;
  if (change === "create" || change === "enable") return state === "live" || state === "retrying";
  if (change === "disable") return state === "disabled" && (source === "webhook" || source === "relay");
  return false;
}
