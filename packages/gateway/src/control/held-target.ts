import type { Target } from "@polycast/core";
import type { TargetRecord } from "../store/index.ts";
import { targetWorkOf } from "./reconcile/run/states.ts";

/**
 * A target as memory holds it: `enabled` says whether it is on, by what its provider has accepted, so that one that is
 * only wished to be off is not shown as `disabled`. One that is wanted and not on there yet counts as on.
 */
export function heldTarget({ pending: _open, ...target }: Target, record: TargetRecord): Target {
  return { ...target, enabled: record.enabled || isOnThere(record) };
}

function isOnThere(record: TargetRecord): boolean {
  const { accepted } = targetWorkOf(record);
  return accepted.there && accepted.enabled;
}
