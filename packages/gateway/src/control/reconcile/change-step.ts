import { ruleOf } from "@polycast/core/provider";
import type { PresentTarget } from "./accepted.ts";
import { openFields, operationFor, type TargetField } from "./changes-of.ts";
import { isReplaceable, isReplaced } from "./emulation.ts";
import { heldBy, isCircle } from "./leaving.ts";
import { keyMissing, noRoom, refusedBy } from "./refusals.ts";
import type { Situation } from "./situation.ts";
import { isCall, type Step, stepIn } from "./step.ts";
import { isSendable, jointTiming, timingOf } from "./timing.ts";

/**
 * The next step of a target that is there and is to be: what the provider changes is sent, as much as it takes now; for
 * what it never changes the target is deleted and made again.
 */
export function changeStep(situation: Situation, accepted: PresentTarget): Step {
  const { wanted, table, streamState } = situation;
  const fields = openFields(wanted, accepted, table);
  if (fields.length === 0) return { do: "nothing" };
  const blocked = fields.includes("destination") ? blockOf(situation, accepted) : undefined;

  const remade = fields.filter(
    (field) => isRemade(situation, field) || (field === "destination" && blocked === "circle"),
  );
  const again = remade.length > 0 ? replaceStep(situation) : undefined;
  if (again && isCall(again) && blocked !== "waits") return again;

  const sent = fields.filter((field) => !remade.includes(field) && !(field === "destination" && blocked));
  const ruleFor = (field: TargetField) => ruleOf(table, operationFor(field, wanted.enabled));
  const timings = sent.map((field) => timingOf(ruleFor(field), streamState));
  const patch = sent.filter((_field, index) => isSendable(timings[index] ?? "refused"));
  if (patch.length > 0) return { do: "update", patch };
  if (timings.includes("look")) return { do: "look" };
  if (timings.includes("wait")) return { do: "wait", applies: "stream_idle" };
  if (again && !isCall(again)) return again;
  const [first] = sent;
  if (first === undefined) return { do: "wait", applies: "now" };
  return { do: "refused", error: refusedBy(operationFor(first, wanted.enabled), ruleFor(first)) };
}

function replaceStep({ wanted, table, streamState, room }: Situation): Step {
  if (wanted.needsKey) return { do: "refused", error: keyMissing() };
  // Its own place is free then; where there are more targets than the provider takes, it could not come back.
  if (room < 0) return { do: "refused", error: noRoom() };
  const { create, delete: remove, update } = table.target;
  const timing = jointTiming([remove, create], streamState);
  return stepIn(timing, { do: "delete", next: "create" }, () =>
    refusedBy("target.update.destination", update.destination),
  );
}

/**
 * Does another target have the destination that this one wants, and is it about to leave? `circle`: that one waits in
 * turn for this one, so one of them has to be deleted first.
 */
function blockOf({ wanted, table, leaving }: Situation, accepted: PresentTarget): "waits" | "circle" | undefined {
  const { destinationHash } = wanted;
  if (destinationHash === undefined || !leaving?.has(destinationHash)) return undefined;
  if (!isCircle(leaving, destinationHash, heldBy(accepted))) return "waits";
  return isReplaceable(table) ? "circle" : undefined;
}

function isRemade({ table }: Situation, field: TargetField): boolean {
  if (field === "name" || field === "enabled") return false;
  return isReplaced(table, field === "videoOnly" ? "rendition" : field);
}
