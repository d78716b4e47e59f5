import { all, first, type Reading } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** The streams of an instance that are due to be brought in line with the wishes, the longest due first. */
export function* dueStreams(instance: string, now: EpochMs, limit: number): Reading<string[]> {
  const due = db.selectFrom("streams").select("id").where("provider", "=", instance).where("due_at", "is not", null);
  const rows = yield* all(due.where("due_at", "<=", now).orderBy("due_at").limit(limit));
  return rows.map(({ id }) => id);
}

/** When the next stream of an instance is due; absent while none is. */
export function* nextDueStream(instance: string): Reading<EpochMs | undefined> {
  const due = db
    .selectFrom("streams")
    .select("due_at")
    .where("provider", "=", instance)
    .where("due_at", "is not", null);
  return (yield* first(due.orderBy("due_at").limit(1)))?.due_at ?? undefined;
}
