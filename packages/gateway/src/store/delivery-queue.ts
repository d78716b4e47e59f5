import { all, change, first, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { DeliveryState } from "./deliveries.ts";
import type { EpochMs } from "./tables.ts";

/** Rows per unit of work, so that no unit takes long. */
const STEP = 500;

/** A delivery that waits for its time. */
export type WaitingDelivery = { id: string; runAt: EpochMs };

/** The pending deliveries of an endpoint that are due first; in order. */
export function* firstPending(endpointId: string, limit: number): Reading<WaitingDelivery[]> {
  const query = db
    .selectFrom("deliveries")
    .select(["id", "run_at as runAt"])
    .where("state", "=", "pending")
    .where("endpoint_id", "=", endpointId)
    .orderBy("run_at")
    .limit(limit);
  return yield* all(query);
}

/** A delivery that somebody is at. */
export type ClaimedDelivery = { id: string; endpointId: string; eventId: string; body: string };

/**
 * Takes a delivery that is due, until a time at which it is due again by itself, in case who took it is gone. Answers
 * nothing when it is not due (any more).
 */
export function* claimDelivery(
  id: string,
  claim: { lease: string; now: EpochMs; until: EpochMs },
): Writing<ClaimedDelivery | undefined> {
  return yield* change(
    db
      .updateTable("deliveries")
      .set({ lease: claim.lease, run_at: claim.until })
      .where("id", "=", id)
      .where("state", "=", "pending")
      .where("run_at", "<=", claim.now)
      .returning(["id", "endpoint_id as endpointId", "event_id as eventId", "body"]),
  );
}

/** What is to be known of a claimed delivery when its attempt is over; nothing when the claim no longer holds. */
export function* getClaimed(
  id: string,
  lease: string,
): Reading<{ state: DeliveryState; attempts: number } | undefined> {
  const query = db.selectFrom("deliveries").select(["state", "attempts"]).where("id", "=", id);
  return yield* first(query.where("lease", "=", lease));
}

/** It is over with it. */
export function* settleDelivery(
  id: string,
  settled: { state: Exclude<DeliveryState, "pending">; attempts: number; at: EpochMs },
): Writing<void> {
  const { state, attempts, at } = settled;
  yield* run(db.updateTable("deliveries").set({ state, attempts, settled_at: at, lease: null }).where("id", "=", id));
}

/** It is to be tried again at a time. */
export function* postponeDelivery(id: string, next: { attempts: number; at: EpochMs }): Writing<void> {
  const { attempts, at } = next;
  yield* run(db.updateTable("deliveries").set({ attempts, run_at: at, lease: null }).where("id", "=", id));
}

/**
 * Cancels some of an endpoint's pending deliveries and answers how many. An attempt that runs keeps its claim: when it
 * succeeds all the same, that is what is kept.
 */
export function* cancelPending(endpointId: string, now: EpochMs): Writing<number> {
  const some = db
    .selectFrom("deliveries")
    .select("id")
    .where("state", "=", "pending")
    .where("endpoint_id", "=", endpointId)
    .limit(STEP);
  return yield* run(db.updateTable("deliveries").set({ state: "canceled", settled_at: now }).where("id", "in", some));
}

/** Deletes some of an endpoint's deliveries and answers how many. */
export function* deleteDeliveriesOf(endpointId: string): Writing<number> {
  const some = db.selectFrom("deliveries").select("id").where("endpoint_id", "=", endpointId).limit(STEP);
  return yield* run(db.deleteFrom("deliveries").where("id", "in", some));
}

/** Gives a claimed delivery back as if it had not been taken. */
export function* releaseDelivery(id: string, lease: string, now: EpochMs): Writing<void> {
  const row = db.updateTable("deliveries").set({ run_at: now, lease: null }).where("id", "=", id);
  yield* run(row.where("lease", "=", lease));
}

/**
 * Gives back what a former process had claimed of an endpoint's deliveries for at most so many milliseconds from now.
 * Only where nobody else can be at them.
 */
export function* releaseDeliveriesOf(endpointId: string, now: EpochMs, leaseMs: number): Writing<void> {
  const row = db.updateTable("deliveries").set({ run_at: now, lease: null });
  yield* run(
    row
      .where("state", "=", "pending")
      .where("endpoint_id", "=", endpointId)
      // What is due before that is taken anyhow.
      .where("run_at", ">", now)
      .where("run_at", "<=", now + leaseMs)
      .where("lease", "is not", null),
  );
}
