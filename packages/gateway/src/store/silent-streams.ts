import { sql } from "kysely";
import { all, type Reading } from "./access.ts";
import { db } from "./database.ts";

/** Streams of one look; the others come with the next ones. */
export const MAX_SILENT: number = 500;

/** A stream whose relay has not renewed its lease, and until when it was good; 0 where it is not even stored any more. */
export type SilentStream = { id: string; owner: string; epoch: number; until: number };

/** Streams of an instance behind an id that a relay has and that it says nothing about any more. */
export function* silentStreams(instance: string, now: number, after: string): Reading<SilentStream[]> {
  const query = db
    .selectFrom("relay_streams")
    .leftJoin("leases", (join) => join.on(sql<boolean>`leases.name = 'relay:' || relay_streams.owner`))
    .select(["relay_streams.id", "relay_streams.owner", "relay_streams.epoch", "leases.expires_at as until"])
    .where("instance", "=", instance)
    .where("released", "=", 0)
    .where("relay_streams.owner", "is not", null)
    .where(sql<boolean>`coalesce(leases.expires_at, 0) <= ${now}`)
    .where("relay_streams.id", ">", after);
  const rows = yield* all(query.orderBy("relay_streams.id").limit(MAX_SILENT));
  return rows.map(({ id, owner, epoch, until }) => ({ id, owner: owner ?? "", epoch, until: until ?? 0 }));
}
