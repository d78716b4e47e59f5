import type { ExpressionBuilder } from "kysely";
import { all, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { DeliveryState } from "./deliveries.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** Makes a delivery as if it had never been tried; its log stays. One that an attempt runs for stays as it is. */
export function* replayDelivery(id: string, now: EpochMs): Writing<void> {
  yield* run(
    db
      .updateTable("deliveries")
      .set(fresh(now))
      .where("id", "=", id)
      .where((row) => row.or([row("state", "!=", "pending"), row("lease", "is", null), row("run_at", "<=", now)])),
  );
}

/** Which deliveries of an endpoint to send again. */
export type ReplayFilter = {
  endpointId: string;
  /** Pending ones only as far as they wait for a later time. */
  states: readonly DeliveryState[];
  createdAfter?: EpochMs;
};

/** The ids of what a replay would send, oldest first. */
export function* findReplayable(filter: ReplayFilter, now: EpochMs, limit: number): Reading<string[]> {
  let query = db
    .selectFrom("deliveries")
    .select("id")
    .where("endpoint_id", "=", filter.endpointId)
    .where(mayBeReplayed(filter.states, now))
    .orderBy("created_at")
    .orderBy("id")
    .limit(limit);
  if (filter.createdAfter !== undefined) query = query.where("created_at", ">", filter.createdAfter);
  return (yield* all(query)).map(({ id }) => id);
}

/** Makes these due now, as far as they still are in one of the states, and answers how many. */
export function* replayDeliveries(
  ids: readonly string[],
  states: readonly DeliveryState[],
  now: EpochMs,
): Writing<number> {
  const rows = db.updateTable("deliveries").set(fresh(now)).where("id", "in", ids);
  return yield* run(rows.where(mayBeReplayed(states, now)));
}

/** One that is due is sent anyhow, and one that is claimed is being sent. */
function mayBeReplayed(states: readonly DeliveryState[], now: EpochMs) {
  return (row: ExpressionBuilder<Tables, "deliveries">) =>
    row.and([
      row("state", "in", states),
      row.or([row("state", "!=", "pending"), row.and([row("lease", "is", null), row("run_at", ">", now)])]),
    ]);
}

function fresh(now: EpochMs) {
  return { state: "pending", attempts: 0, run_at: now, lease: null, settled_at: null } as const;
}
