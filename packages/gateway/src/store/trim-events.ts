import { sql, type SqlBool } from "kysely";
import { all, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { newestPlace, setStart } from "./log-bounds.ts";

/** Events that the log keeps. */
const DEFAULT_KEEP = 100_000;

/** Events that one cut takes away at most. */
export const TRIM_STEP = 200;

/** What the log may forget. */
export type Trimming = {
  /** Events that stay whatever their age, counted by their positions, which seldom leave gaps. Default 100 000. */
  keep?: number;
  /** Events that were observed before this time go, in milliseconds since the epoch. Default: none for its age. */
  before?: number;
};

/**
 * Takes away the oldest events, at most `TRIM_STEP` at a time, and answers how many. What remains has no gap: the first
 * event that may stay keeps all that follow it. The newest always stays, because it holds the place that the log has
 * reached.
 */
export function* trimEvents({ keep = DEFAULT_KEEP, before = 0 }: Trimming): Writing<number> {
  const newest = (yield* newestPlace())?.position ?? 0;
  const oldest = yield* all(
    db
      .selectFrom("event_log")
      .select(["tx", "position", "observed_at"])
      .orderBy("tx")
      .orderBy("position")
      .limit(TRIM_STEP),
  );
  const stays = oldest.findIndex(
    ({ position, observed_at }) => position === newest || (position > newest - keep && observed_at >= before),
  );
  const last = (stays === -1 ? oldest : oldest.slice(0, stays)).at(-1);
  if (!last) return 0;
  yield* setStart(last);
  const gone = sql<SqlBool>`(tx, position) <= (${last.tx}, ${last.position})`;
  return yield* run(db.deleteFrom("events").where(gone));
}
