import {
  isStreamTransition,
  isTargetTransition,
  type Observation,
  type StreamState,
  type TargetState,
} from "@polycast/core/provider";
import { expect } from "vitest";

/**
 * Checks what every sequence of observations must keep: numbers grow, states follow each other as the model allows, a
 * session ends once, and its stream is `idle` or `disabled` with that.
 */
export function checkOrder(observations: readonly Observation[]): void {
  const streams = new Map<string, StreamState>();
  const targets = new Map<string, TargetState>();
  const ended = new Set<string>();
  let last = -Infinity;
  for (const observation of observations) {
    expect(observation.sequence).toBeGreaterThan(last);
    last = observation.sequence;
    if (observation.kind === "target") {
      const { targetId, status } = observation;
      const before = targets.get(targetId) ?? status.state;
      const isLegal = before === status.state || isTargetTransition(before, status.state);
      expect(isLegal, `target ${before} -> ${status.state}`).toBe(true);
      targets.set(targetId, status.state);
    }
    if (observation.kind !== "stream") continue;
    const { streamId, status, session } = observation;
    const before = streams.get(streamId) ?? status.state;
    if (observation.ended) {
      expect(session && !ended.has(session.id), "a session ends once").toBe(true);
      if (session) ended.add(session.id);
      expect(["idle", "disabled"], "a session is over with the state that follows").toContain(status.state);
    }
    const isLegal = before === status.state || isStreamTransition(before, status.state);
    expect(isLegal, `stream ${before} -> ${status.state}`).toBe(true);
    const isOn = status.state === "live" || status.state === "reconnecting";
    expect(session !== undefined).toBe(isOn || observation.ended === true);
    streams.set(streamId, status.state);
  }
}
