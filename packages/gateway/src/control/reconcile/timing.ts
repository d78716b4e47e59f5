import type { Applies, Rule, StreamState } from "@polycast/core";
import { outcomeIn, outcomesOf } from "@polycast/core/provider";

/**
 * What a provider's own rule means for a change in the stream's present state: one of `Applies` when it can be sent at
 * once, and is in effect then; `wait`: it is refused now and taken when the stream is idle, and enabled; `look`: the stream's state
 * decides and is not known.
 */
export type Timing = Applies | "wait" | "look" | "refused";

export function timingOf(rule: Rule, state: StreamState): Timing {
  if (state === "unknown" && dependsOnState(rule)) return "look";
  const applies = outcomeIn(rule, state);
  if (applies !== "refused") return applies;
  return state !== "idle" && rule.idle !== "refused" ? "wait" : "refused";
}

/** Is a change taken in one state and refused, or late, in another? */
export function dependsOnState(rule: Rule): boolean {
  return new Set(outcomesOf(rule)).size > 1;
}

/** The timing of changes of which none is worth making without the others. */
export function jointTiming(rules: readonly Rule[], state: StreamState): Timing {
  const timings = rules.map((rule) => timingOf(rule, state));
  for (const timing of ["refused", "look", "wait"] as const) {
    if (timings.includes(timing)) return timing;
  }
  return latest(timings.filter(isSendable));
}

/** Would a provider take it now, whenever it is in effect? */
export function isSendable(timing: Timing): timing is Applies {
  return timing === "now" || timing === "stream_idle" || timing === "next_session";
}

/** Does a session run? */
export function isLiveState(state: StreamState): boolean {
  return state === "live" || state === "reconnecting";
}

/**
 * When the last of them is in effect. What waits for the stream to be idle is made then, and what waits for the next
 * session is in place by then too.
 */
export function latest(times: readonly Applies[]): Applies {
  if (times.includes("stream_idle")) return "stream_idle";
  return times.includes("next_session") ? "next_session" : "now";
}
