import type { Observation, WarningObservation } from "../contract/observation.ts";
import { envelope, type EventDraft, factsBetween, targetFacts, withoutTargets } from "./facts-between.ts";
import type { Known, Registers, Tick } from "./known.ts";
import { comparePositions, positionOf } from "./position.ts";
import { isUntold } from "./register.ts";
import { showKnown, withShownStatus } from "./show-known.ts";
import { ownOf, takeIn } from "./take-in.ts";

export type { EventDraft };

/** What is known next, what is worth telling, and whether the observation lost. */
export type Applied = {
  known: Known;
  /**
   * The one about the thing itself first, if any; where a stream stops or pauses, one for each target that is shown in
   * another state with it. One for each target that lapses with a tick.
   */
  events: EventDraft[];
  /**
   * True: something newer is known, and it says otherwise: who has asked may ask again. For a hint: a newer hint about
   * the same thing was told. False for what holds, for what says the state that is shown anyway, for the repetition of
   * one that the registers still hold, for an `unknown` that is assumed, for a tick, for what is about a target that is
   * not known, and for what claims to be from the future.
   */
  superseded: boolean;
};

/** How far a provider's clock may be ahead of ours. */
const MAX_AHEAD_MS = 600_000;

/**
 * Turns what is known and one observation into what is known next, and its events. Pure. What is late or repeated
 * changes no state and yields no event; one that only brings new numbers yields none either. In whatever order
 * observations come, and however often, they end in the same state. Only its `since` may be later than it began, where a
 * late observation of another state splits what was taken for one stretch.
 *
 * One that claims a time more than 10 minutes after `observedAt` is not taken in, as if it had never come: a wrong clock
 * would make everything that follows late, for as long as it is ahead.
 */
export function applyObservation(known: Known, observation: Observation | Tick, observedAt: string): Applied {
  if (isAboutNobody(known, observation) || isAhead(observation, observedAt))
    return { known, events: [], superseded: false };
  const registers = takeIn(known.registers, observation);
  if (observation.kind === "warning") return applyWarning(known, registers, observation, observedAt);
  const next = registers === known.registers ? known : show(known, registers, observation);
  const because = { cause: observation, observedAt };
  const facts = observation.kind === "stream" ? factsBetween : targetFacts;
  return { known: next, events: facts(known, next, because), superseded: isSuperseded(known, next, observation) };
}

function isAboutNobody({ stream }: Known, observation: Observation | Tick): boolean {
  if (observation.kind === "stream" || observation.kind === "tick" || observation.targetId === undefined) return false;
  return !stream.targets?.some(({ id }) => id === observation.targetId);
}

function isAhead({ kind, sequence }: Observation | Tick, observedAt: string): boolean {
  return kind !== "tick" && sequence > (Date.parse(observedAt) + MAX_AHEAD_MS) * 1_000;
}

/** What is said of one target changes no other. */
function show({ stream }: Known, registers: Registers, observation: Observation | Tick): Known {
  if (observation.kind !== "target") return showKnown(stream, registers);
  const { targetId } = observation;
  const targets = (stream.targets ?? []).map((target) =>
    target.id === targetId ? withShownStatus(target, registers) : target,
  );
  return { stream: { ...stream, targets }, registers };
}

function isSuperseded(before: Known, after: Known, observation: Observation | Tick): boolean {
  if (observation.kind !== "stream" && observation.kind !== "target") return false;
  if (observation.kind === "target" && isUntold(observation.status)) return false;
  const { state } = observation.status;
  const isOfStream = observation.kind === "stream";
  const shown = isOfStream ? after.stream : after.stream.targets?.find((target) => target.id === observation.targetId);
  if (!shown || shown.status.state === state) return false;
  const { registers } = before;
  const held = isOfStream ? registers.stream : (ownOf(registers.targets, observation.targetId) ?? []);
  const position = positionOf(observation);
  return !held.some((entry) => entry.status.state === state && comparePositions(entry.position, position) === 0);
}

/** Without a sequence: a hint says nothing about the order of states. */
function applyWarning(
  known: Known,
  registers: Registers,
  observation: WarningObservation,
  observedAt: string,
): Applied {
  const { stream } = known;
  const { notice, targetId, occurredAt } = observation;
  if (registers === known.registers) {
    const last = ownOf(registers.warnings, targetId ?? "");
    const superseded = last !== undefined && comparePositions(last, positionOf(observation)) > 0;
    return { known, events: [], superseded };
  }
  const target = stream.targets?.find(({ id }) => id === targetId);
  const { status } = target ?? stream;
  const shown = { status, sequence: observation.sequence, at: occurredAt };
  const { sequence: _own, ...common } = {
    ...envelope(stream, shown, { observedAt }),
    ...(stream.session && { sessionId: stream.session.id }),
  };
  const event: EventDraft = target
    ? { ...common, type: "target.warning", data: { target, notice } }
    : { ...common, type: "stream.warning", data: { stream: withoutTargets(stream), notice } };
  return { known: { stream, registers }, events: [event], superseded: false };
}
