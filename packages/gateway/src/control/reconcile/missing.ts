import type { Capabilities, Session, StreamState } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";
import { timingOf } from "./timing.ts";
import { isToBeThere, type WantedTarget } from "./wanted.ts";
import type { Work } from "./work.ts";

/**
 * The session in which a target is missing: it was wanted on when the session began, is not there, and cannot be made
 * before the stream is idle. One that was asked for later is not missing but pending. Compare it with `work.missing`, so
 * that it is told once.
 *
 * @param about.table the provider's own
 */
export function missingIn(about: {
  wanted: WantedTarget;
  accepted: AcceptedTarget;
  work?: Work | undefined;
  table: Capabilities;
  streamState: StreamState;
  session?: Session | undefined;
}): string | undefined {
  const { wanted, accepted, work, table, streamState, session } = about;
  if (work?.inDoubt !== undefined) return undefined;
  if (!session || accepted.there || !wanted.enabled || !isToBeThere(wanted, table)) return undefined;
  if (timingOf(table.target.create, streamState) !== "wait") return undefined;
  return (work?.since ?? wanted.changedAt) <= Date.parse(session.startedAt) ? session.id : undefined;
}
