import type { Applies, Rule, StreamState } from "@polycast/core";

/**
 * What a provider's own rule means for a change in the stream's present state: one of `Applies` when it can be sent at
 * once, and is in effect then; `wait`: it is refused now and taken when the stream is idle; `look`: the stream's state
 * decides and is not known.
 */
export type Timing = Applies | "wait" | "look" | "refused";

export function timingOf(rule: Rule, state: StreamState): Timing {
  if (state === "unknown" && rule.idle !== rule.live) return "look";
  const isLive = isLiveState(state);
  const applies = isLive ? rule.live : rule.idle;
  if (applies !== "refused") return applies;
  return isLive && rule.idle !== "refused" ? "wait" : "refused";
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
