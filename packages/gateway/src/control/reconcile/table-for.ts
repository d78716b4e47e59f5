import type { Capabilities, Rule } from "@polycast/core";
import type { AcceptedTarget } from "./accepted.ts";

/** A provider's own table, corrected by what it has refused to change on this target. */
export function tableFor(table: Capabilities, accepted: AcceptedTarget): Capabilities {
  const fixed = accepted.there ? (accepted.fixed ?? []) : [];
  if (fixed.length === 0) return table;
  const update = { ...table.target.update };
  for (const field of fixed) update[field] = refused(update[field]);
  return { ...table, target: { ...table.target, update } };
}

function refused({ disabled: _always, ...rule }: Rule): Rule {
  return {
    ...rule,
    idle: "refused",
    live: "refused",
    reason: "the provider accepted the change and kept the old value",
  };
}
