import { first, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** What is kept of settled deliveries and of attempts. */
export type DeliveryRetention = { settledAfter: EpochMs; maxSettled: number; maxAttempts: number };

/** Rows per unit of work, so that no unit takes long. */
const STEP = 500;

/** Deletes some settled deliveries that are too old or too many, with their logs, and answers how many rows went. */
export function* trimDeliveries(retention: DeliveryRetention): Writing<number> {
  const settled = db.selectFrom("deliveries").where("settled_at", "is not", null);
  const counted = settled.select((select) => select.fn.countAll<number>().as("count"));
  const beyond = ((yield* first(counted))?.count ?? 0) - retention.maxSettled;
  const oldest = settled.select("id").orderBy("settled_at");
  const tooOld = oldest.where("settled_at", "<=", retention.settledAfter).limit(STEP);
  const some = beyond > 0 ? oldest.limit(Math.min(beyond, STEP)) : tooOld;
  return (yield* run(db.deleteFrom("deliveries").where("id", "in", some))) + (yield* trimAttempts(retention));
}

/** Positions only grow, and seldom leave gaps: their distance bounds the rows. */
function* trimAttempts({ maxAttempts }: DeliveryRetention): Writing<number> {
  const positions = db.selectFrom("delivery_attempts").select("position").limit(1);
  const newest = (yield* first(positions.orderBy("position", "desc")))?.position ?? 0;
  const old = db
    .selectFrom("delivery_attempts")
    .select("position")
    .where("position", "<=", newest - maxAttempts);
  return yield* run(db.deleteFrom("delivery_attempts").where("position", "in", old.orderBy("position").limit(STEP)));
}
