import type { Capabilities } from "@polycast/core";
import { defined } from "@polycast/core/provider";
import {
  notify,
  type StreamRecord,
  type TargetChanges,
  type TargetRecord,
  updateStream,
  updateTarget,
  type Writing,
} from "../../store/index.ts";
import { changesOf } from "../reconcile/changes-of.ts";
import { targetWorkOf } from "../reconcile/run/states.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { wantedOf } from "../reconcile/wanted.ts";
import { afterWish } from "../reconcile/work-after.ts";

/** The columns that say what is wanted. */
export type WishedColumns = Omit<TargetChanges, "updatedAt" | "providerId" | "accepted" | "work">;

/** Said of what others have changed at the provider, and that is left so. */
export const DRIFT = "drift";

/** Have others changed it at the provider, and was it left so? Then what it is asked for is not what is there. */
export function isLeft({ notices }: Pick<TargetRecord, "notices">): boolean {
  return notices.some(({ code }) => code === DRIFT);
}

/**
 * Stores what is wanted of a target, what was accepted before, and that there is something to do; from its commit on the
 * wish is kept. What others have changed at the provider is not left so from then on.
 *
 * @param table the provider's own
 * @param now milliseconds since 1970
 * @returns the row as it is now
 */
export function* putTargetWish(
  stream: StreamRecord,
  before: TargetRecord,
  wished: WishedColumns,
  { table, now }: { table: Capabilities; now: number },
): Writing<TargetRecord> {
  const { accepted, stored } = targetWorkOf(before);
  const notices = (wished.notices ?? before.notices).filter(({ code }) => code !== DRIFT);
  const row: WishedColumns = { ...wished, notices };
  const changed = withColumns(before, { ...row, updatedAt: now });
  const isOpen = changesOf(wantedOf(changed), accepted, table).length > 0;
  const work = afterWish(stored.work, isOpen, now);
  // Who was told that it is pending is told of its end.
  const isUndone = !isOpen && !work && !accepted.awaiting;
  const told = stored.told && defined({ ...stored.told, undone: isUndone || undefined });
  const changes: TargetChanges = {
    ...row,
    updatedAt: now,
    accepted: JSON.stringify(accepted),
    work: toStoredWork({ ...stored, work, told }),
  };
  yield* updateTarget(before.id, changes);
  yield* wake(stream, now);
  return withColumns(before, changes);
}

/** Says that there is something to do about a stream. */
export function* wake(stream: StreamRecord, now: number): Writing<void> {
  yield* updateStream(stream.id, { dueAt: now, updatedAt: stream.updatedAt });
  yield* notify("wanted", stream.id);
}

/** A row with other columns; null empties one. */
export function withColumns<R extends object>(record: R, changes: { [K in keyof R]?: R[K] | null | undefined }): R {
  const fields = Object.entries({ ...record, ...changes });
  return Object.fromEntries(fields.filter(([, value]) => value !== null && value !== undefined)) as R;
}
