import { all, first, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** How one attempt to deliver went. */
export type AttemptRecord = {
  at: EpochMs;
  /** Of the answer; absent where none came. */
  status?: number;
  durationMs: number;
  /** One word; absent where it succeeded. */
  error?: string;
};

/** Attempts kept per delivery; older ones go. */
const KEEP = 20;

/** The word of the entry that says that a delivery gave way to newer ones. */
export const OVERFLOW = "overflow";

/** Adds to the log of a delivery. */
export function* addAttempt(deliveryId: string, attempt: AttemptRecord): Writing<void> {
  yield* run(
    db.insertInto("delivery_attempts").values({
      delivery_id: deliveryId,
      at: attempt.at,
      status: attempt.status ?? null,
      duration_ms: attempt.durationMs,
      error: attempt.error ?? null,
    }),
  );
  const beyond = db
    .selectFrom("delivery_attempts")
    .select("position")
    .where("delivery_id", "=", deliveryId)
    .orderBy("position", "desc")
    .limit(1)
    .offset(KEEP);
  const oldest = (yield* first(beyond))?.position;
  if (oldest === undefined) return;
  const older = db.deleteFrom("delivery_attempts").where("delivery_id", "=", deliveryId);
  yield* run(older.where("position", "<=", oldest));
}

/** The log of a delivery, oldest first. */
export function* attemptsOf(deliveryId: string): Reading<AttemptRecord[]> {
  const query = db.selectFrom("delivery_attempts").select(shown).where("delivery_id", "=", deliveryId);
  return (yield* all(query.orderBy("position"))).map(toRecord);
}

/** The last attempt of each of these deliveries, as far as there was one. */
export function* lastAttempts(deliveryIds: readonly string[]): Reading<Map<string, AttemptRecord>> {
  if (deliveryIds.length === 0) return new Map();
  const newest = db
    .selectFrom("delivery_attempts")
    .select((select) => select.fn.max("position").as("position"))
    .where("delivery_id", "in", deliveryIds)
    .groupBy("delivery_id");
  const rows = yield* all(db.selectFrom("delivery_attempts").select(shown).where("position", "in", newest));
  return new Map(rows.map((row) => [row.delivery_id, toRecord(row)]));
}

/**
 * How many deliveries have given way to newer ones since a position in the log of all attempts, and where it ends now.
 * Without a position: none yet.
 */
export function* overflowedSince(position: number | undefined): Reading<{ position: number; count: number }> {
  const newest = db.selectFrom("delivery_attempts").select("position").orderBy("position", "desc").limit(1);
  const end = (yield* first(newest))?.position ?? 0;
  if (position === undefined) return { position: end, count: 0 };
  const counted = db
    .selectFrom("delivery_attempts")
    .select((select) => select.fn.countAll<number>().as("count"))
    .where("position", ">", position)
    .where("position", "<=", end)
    .where("error", "=", OVERFLOW);
  return { position: end, count: (yield* first(counted))?.count ?? 0 };
}

const shown = ["delivery_id", "at", "status", "duration_ms", "error"] as const;

function toRecord(row: {
  at: number;
  status: number | null;
  duration_ms: number;
  error: string | null;
}): AttemptRecord {
  return {
    at: row.at,
    ...(row.status === null ? {} : { status: row.status }),
    durationMs: row.duration_ms,
    ...(row.error === null ? {} : { error: row.error }),
  };
}
