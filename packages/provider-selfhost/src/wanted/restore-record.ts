import { MultistreamError, type Restorable } from "@polycast/core/provider";
import { isSamePlace } from "../push/destination.ts";
import { planOf } from "./dial-plan.ts";
import { newStreamRecord, newTargetRecord, type StreamRecord, type TargetRecord } from "./records.ts";

/**
 * A stored stream as a record. What was observed of the record that it replaces stays true of it.
 *
 * @throws MultistreamError `invalid_argument` when it holds no ingest key, or a destination that cannot be dialled
 */
export function restoreRecord(stored: Restorable, number: number, before: StreamRecord | undefined): StreamRecord {
  const { id, createdAt, ingest, targets, ...wanted } = stored;
  const streamKey = ingest.find((address) => address.protocol !== "srt")?.streamKey;
  if (streamKey === undefined) {
    throw new MultistreamError("invalid_argument", `The stored stream ${id} has no ingest key.`, {
      provider: "selfhost",
      hint: "Store what `getIngest` answers together with the stream.",
    });
  }
  const record = newStreamRecord({ id, createdAt, number, wanted, streamKey });
  if (before) {
    record.status = before.status;
    if (before.session) record.session = before.session;
  }
  for (const target of targets)
    record.targets.set(target.id, restoreTarget(target, id, before?.targets.get(target.id)));
  return record;
}

function restoreTarget(
  stored: Restorable["targets"][number],
  streamId: string,
  before: TargetRecord | undefined,
): TargetRecord {
  const { id, createdAt, ...wanted } = stored;
  const { plan } = planOf(wanted.destination);
  const record = newTargetRecord(id, streamId, createdAt, wanted);
  if (!before) return record;
  const isSame = isSamePlace(plan, planOf(before.wanted.destination).plan);
  return { ...record, status: before.status, revision: isSame ? before.revision : before.revision + 1 };
}
