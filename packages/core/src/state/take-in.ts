import type { Observation, StreamObservation, TargetObservation } from "../contract/observation.ts";
import { breakOf } from "./break-of.ts";
import { type Position, type Registers, REGISTERS_VERSION, type Tick } from "./known.ts";
import { compareTexts, orderedJson } from "./ordered-json.ts";
import { comparePositions, laterPosition, positionOf } from "./position.ts";
import { enter } from "./register.ts";

/** Before anything was seen. */
export const noRegisters: Registers = {
  version: REGISTERS_VERSION,
  stream: [],
  targets: {},
  lapses: {},
  warnings: {},
  now: 0,
};

/**
 * Takes one observation into the registers; the same object when they know it already. Taking in the same ones in any
 * order, any number of times, ends in registers that say the same; only since when a state holds may be told later than
 * it is, where what breaks a stretch comes late (see `enter`). Pure.
 */
export function takeIn(registers: Registers, observation: Observation | Tick): Registers {
  switch (observation.kind) {
    case "stream":
      return takeInStream(registers, observation);
    case "target":
      return takeInTarget(registers, observation);
    case "warning": {
      const about = observation.targetId ?? "";
      const before = ownOf(registers.warnings, about);
      const position = laterPosition(before, positionOf(observation));
      if (!position || position === before) return registers;
      return { ...registers, warnings: { ...registers.warnings, [about]: position } };
    }
    case "tick":
      return observation.sequence > registers.now ? { ...registers, now: observation.sequence } : registers;
  }
}

/** What is written under this key by us, whatever every object inherits. */
export function ownOf<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function takeInStream(registers: Registers, observation: StreamObservation): Registers {
  const position = positionOf(observation);
  const { status, occurredAt: at } = observation;
  const stream = enter(registers.stream, { position, at, status });
  const ended = observation.ended ? laterPosition(registers.ended, position) : registers.ended;
  const session = observation.session
    ? later(registers.session, { position, session: observation.session })
    : registers.session;
  if (stream === registers.stream && ended === registers.ended && session === registers.session) return registers;
  return { ...registers, stream, ...(ended && { ended }), ...(session && { session }) };
}

function takeInTarget(registers: Registers, observation: TargetObservation): Registers {
  const { targetId, status, occurredAt: at, lapses: told } = observation;
  const position = positionOf(observation);
  const before = ownOf(registers.targets, targetId) ?? [];
  const entries = enter(before, { position, at, status }, (newest) => breakOf(registers.stream, newest));
  const lapseBefore = ownOf(registers.lapses, targetId);
  const lapse = told ? later(lapseBefore, { position, ...told }) : lapseBefore;
  if (entries === before && lapse === lapseBefore) return registers;
  const targets = entries === before ? registers.targets : { ...registers.targets, [targetId]: entries };
  const lapses = lapse && lapse !== lapseBefore ? { ...registers.lapses, [targetId]: lapse } : registers.lapses;
  return { ...registers, targets, lapses };
}

/** By its place; of two that were said at one place their JSON decides, so that the order in which they came does not. */
function later<T extends { position: Position }>(one: T | undefined, other: T): T {
  if (!one) return other;
  const order = comparePositions(other.position, one.position) || compareTexts(orderedJson(other), orderedJson(one));
  return order > 0 ? other : one;
}
