import type { Capabilities } from "@polycast/core";
import { notify, type StreamChanges, type StreamRecord, updateStream, type Writing } from "../../store/index.ts";
import { streamWorkOf } from "../reconcile/run/states.ts";
import { toStoredWork } from "../reconcile/run/stored-work.ts";
import { streamChangesOf } from "../reconcile/stream-wishes.ts";
import { afterWish } from "../reconcile/work-after.ts";
import { DRIFT, withColumns } from "../targets/put-wish.ts";

/** The columns that say what is wanted. */
type WishedColumns = Pick<StreamChanges, "name" | "enabled" | "reference" | "metadata" | "deletingAt">;

/**
 * Stores what is wanted of a stream, what was accepted before, and that there is something to do; from its commit on the
 * wish is kept. What others have changed at the provider is not left so from then on.
 *
 * @param table the provider's own
 * @param now milliseconds since 1970
 * @returns the row as it is now
 */
export function* putStreamWish(
  before: StreamRecord,
  row: WishedColumns,
  { table, now }: { table: Capabilities; now: number },
): Writing<StreamRecord> {
  const { accepted, stored } = streamWorkOf(before);
  const notices = before.notices.filter(({ code }) => code !== DRIFT);
  const { wanted } = streamWorkOf(withColumns(before, { ...row, notices }));
  const isOpen = streamChangesOf(wanted, accepted, table).length > 0;
  const changes: StreamChanges = {
    ...row,
    notices,
    updatedAt: now,
    accepted: JSON.stringify(accepted),
    work: toStoredWork({ ...stored, work: afterWish(stored.work, isOpen, now) }),
    dueAt: now,
  };
  yield* updateStream(before.id, changes);
  yield* notify("wanted", before.id);
  return withColumns(before, changes);
}
