import { streamEventTypes, targetEventTypes } from "@polycast/core/provider";
import type { Reader } from "../store/index.ts";
import { db } from "../store/database.ts";

/** Events that tell a state; a creation tells that it is quiet. */
const factTypes = [...streamEventTypes, ...targetEventTypes].filter(
  (type) => !/\.(?:updated|deleted|change_\w+|warning|ended)$/u.test(type),
);

/** The type of the last event that told the state of each stream and target, by its id. */
export function lastFacts(reader: Reader): Map<string, string> {
  const newest = db
    .selectFrom("events")
    .select(({ fn }) => fn.max("position").as("position"))
    .where("type", "in", factTypes)
    .groupBy(["stream_id", "target_id"]);
  const rows = reader.all(
    db.selectFrom("events").select(["type", "stream_id", "target_id"]).where("position", "in", newest),
  );
  return new Map(rows.map((row) => [row.target_id ?? row.stream_id, row.type]));
}

/** After a restart, a state that was told before is no news. */
export function isToldBefore(lastType: string | undefined, type: string): boolean {
  return lastType === type || (lastType?.endsWith(".created") === true && /\.(?:idle|disabled)$/u.test(type));
}
