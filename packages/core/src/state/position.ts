import type { Observation } from "../contract/observation.ts";
import type { Position } from "./known.ts";
import { compareTexts } from "./ordered-json.ts";
import { rankOfStream, rankOfTarget } from "./ranks.ts";

/** Where an observation stands among all of its stream. */
export function positionOf(observation: Observation): Position {
  return {
    sequence: observation.sequence,
    rank: observation.rank ?? defaultRank(observation),
    id: observation.id ?? "",
  };
}

/** Less than 0 when the first comes before, 0 for one and the same place. */
export function comparePositions(one: Position, other: Position): number {
  return one.sequence - other.sequence || one.rank - other.rank || compareTexts(one.id, other.id);
}

/** The later of two, of which either may be missing. */
export function laterPosition<P extends Position | undefined>(one: P, other: P): P {
  if (!one) return other;
  return other && comparePositions(other, one) > 0 ? other : one;
}

function defaultRank(observation: Observation): number {
  switch (observation.kind) {
    case "stream":
      return rankOfStream(observation.status.state);
    case "target":
      return rankOfTarget(observation.status.state);
    case "warning":
      return 0;
  }
}
