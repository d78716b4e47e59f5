import type { Transaction } from "./access.ts";
import { db } from "./database.ts";
import type { DeliveryState } from "./deliveries.ts";
import type { EpochMs } from "./tables.ts";

/** Makes a delivery as if it had never been tried; its log stays. One that an attempt runs for stays as it is. */
export function replayDelivery(transaction: Transaction, id: string, now: EpochMs): void {
  transaction.run(
    db
      .updateTable("deliveries")
      .set(fresh(now))
      .where("id", "=", id)
      .where((row) => row.or([row("state", "!=", "pending"), row("lease", "is", null), row("run_at", "<=", now)])),
  );
}

/** Which settled deliveries of an endpoint to send again. */
export type ReplayFilter = {
  endpointId: string;
  states: readonly Exclude<DeliveryState, "pending">[];
  createdAfter?: EpochMs;
  /** Only what was settled before the replay began: what it sends is not sent twice. */
  settledBefore: EpochMs;
};

/** Makes some of them pending again, oldest first, and answers how many. */
export function replayDeliveries(transaction: Transaction, filter: ReplayFilter, now: EpochMs, limit: number): number {
  let some = db
    .selectFrom("deliveries")
    .select("id")
    .where("endpoint_id", "=", filter.endpointId)
    .where("state", "in", filter.states)
    .where("settled_at", "<=", filter.settledBefore)
    .orderBy("created_at")
    .orderBy("id")
    .limit(limit);
  if (filter.createdAfter !== undefined) some = some.where("created_at", ">", filter.createdAfter);
  return transaction.run(db.updateTable("deliveries").set(fresh(now)).where("id", "in", some));
}

function fresh(now: EpochMs) {
  return { state: "pending", attempts: 0, run_at: now, lease: null, settled_at: null } as const;
}
