import type { Destination, Target } from "@polycast/core";
import { missingMethod, targetWish } from "@polycast/core/host";
import { parseInput, type TargetPatch, updateTargetSchema } from "@polycast/core/provider";
import { type StreamRecord, type TargetRecord, updateTarget as updateRow } from "../../store/index.ts";
import { toTimestamp } from "../clock.ts";
import { composeTarget, withAnswer } from "../compose.ts";
import { differences, pickDefined } from "../differences.ts";
import { appendEvents } from "../events/event-log.ts";
import type { Instance } from "../providers/instances.ts";
import { findStreamRecord, findTargetRecord, type TargetPath } from "../lookup.ts";
import type { Parts } from "../parts.ts";
import { readTarget } from "../read-model.ts";
import { openDestination } from "../sealed-values.ts";
import { beforeAnswer } from "../observing/take-answer.ts";
import { ownPatch, patchFields, rowChanges } from "./target-changes.ts";
import { inTwoSteps } from "../two-steps.ts";

type Update = { stream: StreamRecord; record: TargetRecord; changes: TargetPatch };

/** Changes a target at its provider, then in the store. What is as asked for already is not sent again. */
export async function updateTarget(parts: Parts, path: TargetPath, input: unknown): Promise<Target> {
  const patch = parseInput(updateTargetSchema, input, "target");
  const found = await findStreamRecord(parts, path.streamId);
  return parts.mutex.run(found.id, async () => {
    const stream = await findStreamRecord(parts, found.id);
    const record = await findTargetRecord(parts, stream, path.id);
    const instance = parts.instances.require(stream.provider);
    const destination = openDestination(parts.sealer, record);
    const changes = differences(patch, { ...record, destination });
    const own = ownPatch(await instance.capabilities(), instance, parts.register.get(stream.id)?.status.state, changes);
    const taker = beforeAnswer(parts, stream.id);
    await inTwoSteps({
      what: "The target",
      call: () => send(instance, stream, record, own.patch),
      store: async (answer) => {
        await store(parts, { stream, record, changes }, answer);
        if (answer) taker.target(record.id, answer);
      },
      undo: () => send(instance, stream, record, formerOf({ ...record, destination }, own.patch)),
      remedy: () => "Read the target and repeat the change: repeating it does no harm.",
    });
    const target = readTarget(parts.register, stream, await findTargetRecord(parts, stream, record.id));
    return { ...target, notices: [...target.notices, ...own.notices] };
  });
}

async function send(
  instance: Instance,
  stream: StreamRecord,
  record: TargetRecord,
  patch: TargetPatch,
): Promise<Target | undefined> {
  if (Object.keys(patch).length === 0) return undefined;
  return instance.call(async (context) => {
    const { targets } = instance.adapter;
    if (!targets.update) throw missingMethod("target.update", instance.name);
    return targets.update({ streamId: stream.providerId, id: record.providerId }, patch, context);
  });
}

/** The patch that takes another one back. What had no value before cannot be unset. */
function formerOf(
  former: Omit<TargetRecord, "destination"> & { destination: Destination },
  patch: TargetPatch,
): TargetPatch {
  return pickDefined(
    former,
    patchFields.filter((field) => field in patch),
  );
}

async function store(parts: Parts, update: Update, answer: Target | undefined): Promise<void> {
  const { sealer, clock, register, bindings } = parts;
  const { stream, record, changes } = update;
  const changed = patchFields.filter((field) => field in changes);
  const row = rowChanges(sealer, record, changes, answer);
  const next = { ...record, ...row };
  const target = composeTarget(next, stream.provider, withAnswer(register.target(stream.id, record.id), answer));
  const now = clock.now();
  const wish = targetWish("target.updated", target, toTimestamp(now), {
    changed: [...changed],
    previous: pickDefined(record, changed),
  });
  await parts.store.write((transaction) => {
    updateRow(transaction, record.id, { ...row, updatedAt: now });
    if (changed.length > 0) appendEvents(transaction, [wish]);
  });
  register.putTarget(target);
  if (next.providerId !== record.providerId || next.reference !== record.reference) {
    bindings.bindTarget({ streamId: stream.id, targetId: record.id }, next.providerId, next.reference);
  }
  parts.wake();
}
