import type { StreamState } from "../model/stream.ts";

/** Which stream state may follow which, and why. */
export const streamTransitions: readonly { from: StreamState; to: StreamState; when: string }[] = [
  { from: "idle", to: "live", when: "the first media arrives" },
  { from: "idle", to: "disabled", when: "disabled" },
  { from: "live", to: "reconnecting", when: "no media for 3 s, or the encoder is gone without a goodbye" },
  { from: "live", to: "idle", when: "the encoder says goodbye, or the session is ended" },
  { from: "live", to: "disabled", when: "disabled" },
  { from: "reconnecting", to: "live", when: "the encoder is back" },
  { from: "reconnecting", to: "idle", when: "the reconnect window is over, or the session is ended" },
  { from: "reconnecting", to: "disabled", when: "disabled" },
  { from: "disabled", to: "idle", when: "enabled" },
];

/** May this state follow that one? `unknown` may follow and precede every state. */
export function isStreamTransition(from: StreamState, to: StreamState): boolean {
  if (from === "unknown" || to === "unknown") return from !== to;
  return streamTransitions.some((transition) => transition.from === from && transition.to === to);
}
