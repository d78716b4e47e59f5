import { all, change, first, notify, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { MAX_PAGE } from "./page-cursor.ts";
import type { EpochMs } from "./tables.ts";

/** What a process has seen, for the one that observes the instance. */
export type ReportRecord = {
  position: number;
  /** Who reports, e.g. `relay:<id>/<epoch>`. */
  source: string;
  /** JSON list of observations, in the provider's ids. */
  body: string;
  createdAt: EpochMs;
};

/** Leaves a report and tells it on `reports`, by the instance. Answers its position: one source's grow in its order. */
export function* appendReport(report: Omit<ReportRecord, "position"> & { instance: string }): Writing<number> {
  const { instance, source, body, createdAt } = report;
  const insert = db.insertInto("reports").values({ instance, source, body, created_at: createdAt });
  const row = yield* change(insert.returning("position"));
  yield* notify("reports", instance);
  return row?.position ?? 0;
}

/** The reports of an instance, oldest first; at most 500 whatever the limit says. */
export function* listReports(instance: string, limit: number): Reading<ReportRecord[]> {
  const query = db.selectFrom("reports").select(["position", "source", "body", "created_at as createdAt"]);
  return yield* all(query.where("instance", "=", instance).orderBy("position").limit(Math.min(limit, MAX_PAGE)));
}

/**
 * Deletes what `listReports` has listed; answers how many there were. By their positions and not up to one: a report may
 * be committed after another one with a higher position.
 */
export function* deleteReports(positions: readonly number[]): Writing<number> {
  if (positions.length === 0) return 0;
  return yield* run(db.deleteFrom("reports").where("position", "in", positions));
}

/** How many wait for the one that observes an instance. */
export function* countReports(instance: string): Reading<number> {
  const query = db.selectFrom("reports").select((row) => row.fn.countAll<number>().as("count"));
  return (yield* first(query.where("instance", "=", instance)))?.count ?? 0;
}

/** The oldest of an instance beyond so many go, at most `limit` of them; answers how many went. */
export function* trimReports(instance: string, keep: number, limit: number): Writing<number> {
  const surplus = db
    .selectFrom("reports")
    .select("position")
    .where("instance", "=", instance)
    .orderBy("position", "desc")
    .limit(limit)
    .offset(keep);
  return yield* run(db.deleteFrom("reports").where("position", "in", surplus));
}
