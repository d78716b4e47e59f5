import { changeStep } from "./change-step.ts";
import { keyMissing, noRoom, refusedBy } from "./refusals.ts";
import type { Situation } from "./situation.ts";
import { isCall, type Step, stepIn } from "./step.ts";
import { tableFor } from "./table-for.ts";
import { timingOf } from "./timing.ts";
import { isToBeThere } from "./wanted.ts";

/**
 * What is to be done next about a target. One call at a time: ask again after each. A target is never made before the one
 * that it takes the place of is deleted, nor where another one is about to leave.
 */
export function nextStep(situation: Situation): Step {
  const { work, now } = situation;
  const step: Step = work?.inDoubt === undefined ? planStep(situation) : { do: "look" };
  const at = work?.nextAttemptAt;
  return at !== undefined && at > now && isCall(step) ? { do: "retry-later", at } : step;
}

function planStep(situation: Situation): Step {
  const { wanted, accepted } = situation;
  if (wanted.left) return { do: "nothing" };
  const corrected = { ...situation, table: tableFor(situation.table, accepted) };
  if (!isToBeThere(wanted, corrected.table)) return accepted.there ? remove(corrected) : { do: "nothing" };
  return accepted.there ? changeStep(corrected, accepted) : make(corrected);
}

function remove({ wanted, table, streamState }: Situation): Step {
  if (!wanted.gone && wanted.needsKey) return { do: "refused", error: keyMissing() };
  const rule = table.target.delete;
  return stepIn(timingOf(rule, streamState), { do: "delete" }, () => refusedBy("target.delete", rule));
}

function make({ wanted, accepted, table, streamState, room, leaving }: Situation): Step {
  if (wanted.needsKey) return { do: "refused", error: keyMissing() };
  const rule = table.target.create;
  const timing = timingOf(rule, streamState);
  const step = stepIn(timing, { do: "create" }, () => refusedBy("target.create", rule));
  if (step.do !== "create") return step;
  // What was deleted is still sent to: a new one that is in effect at once would be a second publisher.
  if (accepted.awaiting && timing === "now") return { do: "wait", applies: accepted.awaiting.applies };
  if (wanted.destinationHash !== undefined && leaving?.has(wanted.destinationHash)) {
    return { do: "wait", applies: "now" };
  }
  return room > 0 ? step : { do: "refused", error: noRoom() };
}
