import { sql } from "kysely";
import { toQuery } from "../raw-query.ts";
import type { Session } from "./session.ts";

/**
 * The log is in the order of the transactions that appended to it, and shows what comes before all that are open. A dump
 * that is restored into another cluster brings numbers that this one may reach only years later: all of it would be
 * hidden until then, and what is appended would come before it. So transactions are counted from a base, which is raised
 * when the log is ahead of the cluster.
 */
export async function liftEventLog(session: Session): Promise<void> {
  const query = toQuery(
    sql`select max(tx) - pg_snapshot_xmin(pg_current_snapshot())::text::bigint + 1 as base from events
      having max(tx) >= event_log_base() + pg_snapshot_xmax(pg_current_snapshot())::text::bigint`,
  );
  const lifted = (await session.execute({ kind: "first", query })) as { base: number } | undefined;
  if (lifted) await session.exec(setBase(lifted.base));
}

/** The base of an event log, as the view and the default of the column use it. */
export function setBase(base: number): string {
  return `create or replace function event_log_base() returns bigint language sql stable as 'select ${base}::bigint'`;
}
