import { db } from "../database.ts";
import type { Migration } from "../migration.ts";

/** An event's `sequence` is its position: the column was never written. */
export const eventsWithoutSequence: Migration = {
  name: "0007-events-without-sequence",
  steps: () => [db.schema.alterTable("events").dropColumn("sequence")],
};
