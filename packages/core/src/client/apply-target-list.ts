import { assertAllowed, type Operation } from "../capabilities/decide.ts";
import { targetOperations } from "../capabilities/operations-of.ts";
import type { CallContext } from "../contract/call-context.ts";
import type { Capabilities } from "../model/capabilities.ts";
import type { NewTarget, TargetPatch } from "../model/inputs.ts";
import type { Stream } from "../model/stream.ts";
import type { Target } from "../model/target.ts";
import { targetListKey } from "../model/target-list-key.ts";
import type { Call } from "./client-parts.ts";
import { missingMethod } from "./missing-method.ts";
import { type PairedTargets, pairTargets, targetDifference, type Wanted } from "./plan-target-list.ts";
import type { Wishes } from "./wishes.ts";

type TargetListPlan = Omit<PairedTargets, "pairs"> & { update: { target: Target; patch: TargetPatch }[] };

/** A change of the whole list of targets that is checked and may be made. */
export type CheckedTargetList = { apply(progress: Progress): Promise<void> };

/** Whether a part of a change was made, so that it is not untouched when the rest fails. */
export type Progress = { begun: boolean };

/** What is asked for; every target of it is checked alone already. */
export type AskedTargetList = { streamId: string; wanted: Wanted[]; capabilities: Capabilities; wishes: Wishes };

/**
 * Plans and checks, without a change, what makes `wanted` the list of the stream's targets.
 *
 * @throws CapabilityError when the provider refuses one of the changes now
 */
export async function checkTargetList(call: Call, asked: AskedTargetList): Promise<CheckedTargetList> {
  const { adapter, context } = call;
  const stream = await adapter.streams.get(asked.streamId, context);
  const plan = await planFor(call, asked, stream);
  for (const operation of operationsOf(plan)) {
    assertAllowed(asked.capabilities, operation, adapter.name, stream.status.state);
  }
  return { apply: (progress) => apply(call, asked, plan, progress) };
}

async function planFor(
  { adapter, context }: Call,
  { wanted, capabilities: table }: AskedTargetList,
  stream: Stream,
): Promise<TargetListPlan> {
  const { pairs, ...rest } = pairTargets(stream.targets ?? [], wanted);
  const { name, destination } = table.target.update;
  const update: TargetListPlan["update"] = [];
  for (const { target, wish } of pairs) {
    const patch = targetDifference(target, wish, {
      sendsThere: await adapter.targets.hasDestination?.(target, wish.input.destination, context),
      keepsNames: table.stores.target.includes("name") && name.idle !== "refused",
      mayResend: destination.idle !== "refused" && destination.live !== "refused",
    });
    if (Object.keys(patch).length > 0) update.push({ target, patch });
  }
  return { ...rest, update };
}

function operationsOf(plan: TargetListPlan): Set<Operation> {
  const operations = new Set<Operation>(plan.update.flatMap(({ patch }) => targetOperations(patch)));
  if (plan.delete.length > 0) operations.add("target.delete");
  if (plan.create.length > 0) operations.add("target.create");
  return operations;
}

/** Deletes first: a key must never have two publishers, and a full list needs the room. */
async function apply(
  { adapter, context }: Call,
  { streamId, wishes }: AskedTargetList,
  plan: TargetListPlan,
  progress: Progress,
): Promise<void> {
  for (const target of plan.delete) {
    const answer = await adapter.targets.delete(target, context);
    progress.begun = true;
    if (!answer.pending) wishes.tell({ what: "target", did: "deleted", target });
  }
  for (const { target, patch } of plan.update) {
    if (!adapter.targets.update) throw missingMethod("target.update", adapter.name);
    const updated = await adapter.targets.update(target, patch, context);
    progress.begun = true;
    wishes.tell({ what: "target", did: "updated", target: updated });
  }
  for (const wish of plan.create) {
    const created = await adapter.targets.create(streamId, wish, contextOf(wish, context));
    progress.begun = true;
    wishes.tell({ what: "target", did: "created", target: created });
  }
}

/** The caller's key is for the list: each target that is made for it has one of its own. */
function contextOf(wish: NewTarget, { signal, idempotencyKey: key }: CallContext): CallContext {
  return key === undefined ? { signal } : { signal, idempotencyKey: `${key} ${targetListKey(wish)}` };
}
