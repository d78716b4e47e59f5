import { first, type Reading, type Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";
import {
  comparePositions,
  LOG_BEGINNING,
  type LogPlace,
  type LogPosition,
  placeOf,
  toLogPosition,
} from "./log-position.ts";
import { getMeta, setMeta } from "./meta.ts";

/** Migration `0004-event-log` writes it, too. */
const START = "event_log_start";

/** Where the log begins: the position of the last event that was trimmed. */
export function* startPosition(): Reading<LogPosition> {
  return (yield* getMeta(START)) ?? LOG_BEGINNING;
}

/** Notes that everything up to a place was trimmed. */
export function* setStart(place: LogPlace): Writing<void> {
  yield* setMeta(START, toLogPosition(place));
}

/** The position of the newest event that can be told; where the log begins while there is none. */
export function* newestPosition(): Reading<LogPosition> {
  const place = yield* newestPlace();
  return place ? toLogPosition(place) : yield* startPosition();
}

/** The same as a place; absent while there is no event. */
export function* newestPlace(): Reading<LogPlace | undefined> {
  return yield* first(newest({}));
}

const newest = compileOnce(() =>
  db.selectFrom("event_log").select(["tx", "position"]).orderBy("tx", "desc").orderBy("position", "desc").limit(1),
);

/**
 * Can everything after this position still be told? Not when events after it were trimmed, nor when it lies ahead of
 * the log, which then is another one.
 */
export function* isKnownPosition(after: LogPosition): Reading<boolean> {
  if (comparePositions(after, yield* startPosition()) < 0) return false;
  const newest = yield* newestPosition();
  // Where transactions are told apart, a place without one is another log's.
  if (after !== LOG_BEGINNING && placeOf(after).tx === 0 && placeOf(newest).tx > 0) return false;
  return comparePositions(after, newest) <= 0;
}
