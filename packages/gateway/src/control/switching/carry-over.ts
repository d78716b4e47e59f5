import { CapabilityError, isMultistreamError, type MultistreamError } from "@polycast/core";
import { checkTarget, defined, type NewStream, type NewTarget } from "@polycast/core/provider";
import type { StreamRecord, TargetRecord } from "../../store/index.ts";
import type { Tools } from "../reconcile/run/pass.ts";
import { targetInputOf } from "../reconcile/run/target-input.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import type { Instance } from "../providers/instances.ts";
import { openDestination } from "../sealed-values.ts";
import { type PlannedTarget, planSwitch, type Planning, type Side } from "./plan-switch.ts";
import type { SwitchPlan } from "./switch-plan.ts";

/** What a switch is going to do, and what the new side is asked for. */
export type CarryOver = {
  plan: Omit<SwitchPlan, "refused">;
  /** Why the new side takes nothing of the stream. */
  refusal?: MultistreamError | undefined;
  /** The stream as the new side is asked for it, without its targets. */
  input: NewStream;
  /** The targets that the new side is given with the stream, in this order. Their destinations hold keys. */
  sent: { record: TargetRecord; input: NewTarget }[];
};

type About = Omit<Planning, "targets" | "refusals" | "together">;

/** A target as the new side is to have it: one that encodes nothing sends the source. */
export function asCarried(record: TargetRecord, { table }: Side): TargetRecord {
  if (table.renditions) return record;
  const { videoOnly: _none, ...rest } = record;
  return { ...rest, rendition: "source" };
}

/**
 * Plans it by the rows as they are, without a call, and by the same checks as the new side makes.
 *
 * @param rows all targets of the stream, oldest first
 */
export function planCarryOver(
  { sealer }: Pick<Tools, "sealer">,
  { stream, rows }: { stream: StreamRecord; rows: readonly TargetRecord[] },
  target: Instance,
  about: About,
): CarryOver {
  const { table, name } = about.to;
  const records = rows.filter(({ deletingAt }) => deletingAt === undefined);
  const input = newStreamOf(stream, about.to);
  const refusal = refusalOf(() => target.adapter.streams.check?.(input));
  const inputs = new Map<string, NewTarget>();
  const refusals = new Map<string, string>();
  for (const record of records) {
    if (needsKey(record)) continue;
    const refused = refusalOf(() => {
      const asked = targetInputOf(asCarried(record, about.to), openDestination(sealer, record), table);
      checkTarget(table, name, asked);
      target.adapter.targets.check?.(asked);
      inputs.set(record.id, asked);
    });
    if (refused) refusals.set(record.id, refused.message);
  }
  const together = (ids: readonly string[]): string | undefined => {
    const targets = ids.flatMap((id) => inputs.get(id) ?? []);
    return refusalOf(() => target.adapter.streams.check?.({ ...input, targets }))?.message;
  };
  const planning = { ...about, targets: records.map(toPlanned), refusals };
  const plan = planSwitch(refusal ? planning : { ...planning, together });
  const sent = plan.created.flatMap(({ targetId }) => {
    const record = records.find(({ id }) => id === targetId);
    const asked = inputs.get(targetId);
    return record && asked ? [{ record, input: asked }] : [];
  });
  return { plan, refusal, input, sent };
}

/** Without targets. The gateway itself keeps what the new side has no slot for. */
function newStreamOf({ name, enabled, reference, metadata }: StreamRecord, { table }: Side): NewStream {
  const slots = table.stores.stream;
  return defined({
    name,
    enabled,
    targets: [],
    reference: slots.includes("reference") ? reference : undefined,
    metadata: slots.includes("metadata") ? metadata : undefined,
  });
}

function needsKey(record: TargetRecord): boolean {
  return wantedOf(record).needsKey === true;
}

function toPlanned(record: TargetRecord): PlannedTarget {
  const { id, name, enabled, rendition, videoOnly } = record;
  return defined({ id, name, enabled, rendition, videoOnly, needsKey: needsKey(record) });
}

/** Why it is not to be had there; anything else is a fault. */
function refusalOf(check: () => void): MultistreamError | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    const isRefusal = isMultistreamError(error) && (error instanceof CapabilityError || refusing.has(error.code));
    if (!isRefusal) throw error;
    return error;
  }
}

const refusing: ReadonlySet<string> = new Set(["invalid_argument", "conflict"]);
