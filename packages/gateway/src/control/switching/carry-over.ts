import { CapabilityError, isMultistreamError } from "@polycast/core";
import { checkTarget, defined, type NewTarget } from "@polycast/core/provider";
import type { TargetRecord } from "../../store/index.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { targetInputOf } from "../reconcile/run/target-input.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import type { Instance } from "../providers/instances.ts";
import { openDestination } from "../sealed-values.ts";
import { type PlannedTarget, planSwitch, type Planning, type Side } from "./plan-switch.ts";
import type { SwitchPlan } from "./switch-plan.ts";

/** What a switch is going to do, and what the new side is asked for. */
export type CarryOver = {
  plan: SwitchPlan;
  /** The targets that the new side is given with the stream, in this order. Their destinations hold keys. */
  sent: { record: TargetRecord; input: NewTarget }[];
};

/** A target as the new side is to have it: one that encodes nothing sends the source. */
export function asCarried(record: TargetRecord, { table }: Side): TargetRecord {
  if (table.renditions) return record;
  const { videoOnly: _none, ...rest } = record;
  return { ...rest, rendition: "source" };
}

/** Plans it by the rows as they are, without a call. @param rows all targets of the stream, oldest first */
export function planCarryOver(
  { sealer }: Pick<Tools, "sealer">,
  rows: readonly TargetRecord[],
  target: Instance,
  about: Omit<Planning, "targets" | "refusals">,
): CarryOver {
  const records = rows.filter(({ deletingAt }) => deletingAt === undefined);
  const inputs = new Map<string, NewTarget>();
  const refusals = new Map<string, string>();
  for (const record of records) {
    if (needsKey(record)) continue;
    try {
      const input = inputOf({ sealer }, record, about.to);
      checkTarget(about.to.table, about.to.name, input);
      target.adapter.targets.check?.(input);
      inputs.set(record.id, input);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refusals.set(record.id, error.message);
    }
  }
  const plan = planSwitch({ ...about, targets: records.map(toPlanned), refusals });
  const sent = plan.created.flatMap(({ targetId }) => {
    const record = records.find(({ id }) => id === targetId);
    const input = inputs.get(targetId);
    return record && input ? [{ record, input }] : [];
  });
  return { plan, sent };
}

function inputOf({ sealer }: Pick<Tools, "sealer">, record: TargetRecord, to: Side): NewTarget {
  return targetInputOf(asCarried(record, to), openDestination(sealer, record), to.table);
}

function needsKey(record: TargetRecord): boolean {
  return wantedOf(record).needsKey === true;
}

function toPlanned(record: TargetRecord): PlannedTarget {
  const { id, name, enabled, rendition, videoOnly } = record;
  return defined({ id, name, enabled, rendition, videoOnly, needsKey: needsKey(record) });
}

/** The new side says that it is not to be had there; anything else is a fault. */
function isRefusal(error: unknown): error is Error {
  return error instanceof CapabilityError || isMultistreamError(error, "invalid_argument");
}
