import { all, first, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { addAttempt, OVERFLOW } from "./delivery-attempts.ts";
import type { EpochMs } from "./tables.ts";

/** Pending deliveries that an endpoint may have. */
export const MAX_PENDING = 100_000;

/** Rows per unit of work, so that no unit takes long. */
const STEP = 500;

/** Fails the oldest pending deliveries of an endpoint beyond what it may have, a few at a time. */
export function* failOverflow(endpointId: string, now: EpochMs, maxPending: number = MAX_PENDING): Writing<void> {
  const pending = db.selectFrom("deliveries").where("state", "=", "pending").where("endpoint_id", "=", endpointId);
  const counted = pending.select((select) => select.fn.countAll<number>().as("count"));
  const beyond = ((yield* first(counted))?.count ?? 0) - maxPending;
  if (beyond <= 0) return;
  const oldest = pending.select("id").orderBy("created_at").orderBy("id").limit(Math.min(beyond, STEP));
  for (const { id } of yield* all(oldest)) {
    yield* run(db.updateTable("deliveries").set({ state: "failed", settled_at: now }).where("id", "=", id));
    yield* addAttempt(id, { at: now, durationMs: 0, error: OVERFLOW });
  }
}
