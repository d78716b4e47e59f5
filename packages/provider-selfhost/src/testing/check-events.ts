import type { Event } from "@polycast/core";
import { isStreamTransition, isTargetTransition } from "@polycast/core/provider";
import { expect } from "vitest";
import { factsOf, idOf } from "./facts-of.ts";

/** Checks that no step is missing between two events, that each is one the model knows, and that numbers grow. */
export function checkEvents(events: readonly Event[]): void {
  for (const id of new Set(events.map(idOf))) {
    let sequence = 0;
    let state: string | undefined;
    for (const event of factsOf(events, id)) {
      expect(event.sequence).toBeGreaterThan(sequence);
      sequence = event.sequence ?? 0;
      const step = stepOf(event);
      expect(step.before).toBe(state ?? step.before);
      expect(step.isLegal, `${event.type} after ${step.before}`).toBe(true);
      state = step.after;
    }
  }
}

type Step = { before: string; after: string; isLegal: boolean };

function stepOf(event: Event): Step {
  if ("target" in event.data) {
    const before = event.data.previous?.status?.state ?? "unknown";
    const after = event.data.target.status.state;
    // A new reason for the same state is an event, too.
    return { before, after, isLegal: before === after || isTargetTransition(before, after) };
  }
  const before = event.data.previous?.status?.state ?? "unknown";
  const after = event.data.stream.status.state;
  return {
    before,
    after,
    isLegal: isStreamTransition(before, after) && (event.type !== "stream.ended" || after === "idle"),
  };
}
