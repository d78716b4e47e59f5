import type { StreamStatus } from "../model/stream.ts";
import type { TargetStatus } from "../model/target-status.ts";
import type { Entry, Register } from "./known.ts";
import { comparePositions } from "./position.ts";
import { lastOf } from "./register.ts";

/**
 * What of the stream ends a stretch of a target's state, although the target's own register says nothing of it: that
 * the stream stopped, or, unless it is `failed`, that it paused. What was read together with the entry breaks nothing.
 */
export function breakOf(
  stream: Register<StreamStatus>,
  { position, status: { state } }: Entry<TargetStatus>,
): Entry<StreamStatus> | undefined {
  if (state === "idle" || state === "disabled") return undefined;
  const stopped = lastOf(stream, "idle", "disabled");
  const paused = state === "failed" ? undefined : lastOf(stream, "reconnecting");
  const isPaused = paused && (!stopped || comparePositions(paused.position, stopped.position) > 0);
  const last = isPaused ? paused : stopped;
  return last && last.position.sequence < position.sequence ? last : undefined;
}
