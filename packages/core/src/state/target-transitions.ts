import type { TargetState } from "../model/target-status.ts";

/**
 * Which target state may follow which, and why. A provider that is seen only from time to time may skip states;
 * whoever observes every step (the relay) may not.
 */
export const targetTransitions: readonly { from: TargetState; to: TargetState; when: string }[] = [
  { from: "disabled", to: "idle", when: "enabled while the stream has no media" },
  { from: "disabled", to: "connecting", when: "enabled while the stream is live" },
  { from: "idle", to: "connecting", when: "media arrives" },
  { from: "idle", to: "failed", when: "the destination is blocked or cannot take the media" },
  { from: "idle", to: "disabled", when: "disabled" },
  { from: "connecting", to: "live", when: "the destination accepts the first bytes" },
  { from: "connecting", to: "retrying", when: "the attempt fails and another follows" },
  { from: "connecting", to: "failed", when: "the attempt fails and none follows" },
  { from: "connecting", to: "idle", when: "the stream goes idle or reconnecting" },
  { from: "connecting", to: "disabled", when: "disabled" },
  { from: "live", to: "retrying", when: "the destination closes or accepts no byte for 5 s" },
  { from: "live", to: "connecting", when: "restarted, or its destination is changed" },
  { from: "live", to: "failed", when: "the media changes to what the destination cannot take" },
  { from: "live", to: "idle", when: "the stream goes idle or reconnecting" },
  { from: "live", to: "disabled", when: "disabled" },
  { from: "retrying", to: "connecting", when: "the wait is over, or it is restarted" },
  { from: "retrying", to: "live", when: "a stalled destination accepts bytes again" },
  { from: "retrying", to: "failed", when: "no further attempt makes sense" },
  { from: "retrying", to: "idle", when: "the stream goes idle or reconnecting" },
  { from: "retrying", to: "disabled", when: "disabled" },
  { from: "failed", to: "connecting", when: "edited, restarted or enabled again while the stream is live" },
  { from: "failed", to: "idle", when: "edited or restarted while the stream has no media, or a session ended" },
  { from: "failed", to: "disabled", when: "disabled" },
];

/** May this state follow that one? `unknown` may follow and precede every state. */
export function isTargetTransition(from: TargetState, to: TargetState): boolean {
  if (from === "unknown" || to === "unknown") return from !== to;
  return targetTransitions.some((transition) => transition.from === from && transition.to === to);
}
