import { all, first, type Reading } from "./access.ts";
import { db } from "./database.ts";

/** What waits to be done, by whom it is for. */
export type Backlogs = {
  /** Webhooks of providers that are `received` or `parked`. */
  inbox: { provider: string; state: string; count: number }[];
  /** Deliveries to webhook endpoints that are pending. */
  deliveries: number;
  /** Streams that are to be brought in line with the wishes, now or at some time to come. */
  streams: { provider: string; count: number }[];
};

/** Counts what waits; each by an index. */
export function* countBacklogs(): Reading<Backlogs> {
  const items = yield* all(
    db
      .selectFrom("inbox")
      .select((row) => ["provider", "state", row.fn.countAll<number>().as("count")])
      .where("state", "in", ["received", "parked"])
      .groupBy(["provider", "state"]),
  );
  const pending = yield* first(
    db
      .selectFrom("deliveries")
      .select((row) => row.fn.countAll<number>().as("count"))
      .where("state", "=", "pending"),
  );
  const due = yield* all(
    db
      .selectFrom("streams")
      .select((row) => ["provider", row.fn.countAll<number>().as("count")])
      .where("due_at", "is not", null)
      .groupBy("provider"),
  );
  return { inbox: items, deliveries: pending?.count ?? 0, streams: due };
}
