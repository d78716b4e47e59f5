import type { Selectable } from "kysely";
import { all, change, first, notify, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { MAX_PAGE, olderThan, type Page, toPage } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** Who has a stream, and how new what is wanted of it is. */
export type RelayStreamRevision = {
  /** The stream's id at the relay. */
  id: string;
  /** Grows with every change of what is wanted. */
  revision: number;
  /** The relay that has its publisher, or had it last. */
  owner?: string;
  /** Grows with every new owner; 0: there was none. */
  epoch: number;
  /** Nobody has it: its owner has let go of it, or there was none. */
  released: boolean;
};

/** What a relay leaves when it lets go of a stream. */
export type RelayLeft = {
  /** The number of the last thing that it has told. */
  sequence: number;
  /** JSON of a session that it did not end: the next owner goes on with it. */
  session?: string;
};

/** What the relays are to do with a stream. */
export type RelayStreamRecord = RelayStreamRevision & {
  instance: string;
  /** JSON of the whole wanted stream with its credentials, sealed for `relayStreamPlace(id)`. */
  wantedSealed: string;
  createdAt: EpochMs;
  /** Of the last change of what is wanted. */
  updatedAt: EpochMs;
  /** Absent: no relay has let go of it yet. */
  left?: RelayLeft;
};

/**
 * Says what is wanted of a stream, which is told on `relays`, by its id. Answers the revision.
 *
 * @param wanted.createdAt is taken down with the first one. Default: `updatedAt`.
 */
export function* putRelayStream(
  wanted: Pick<RelayStreamRecord, "id" | "instance" | "wantedSealed" | "updatedAt"> & { createdAt?: EpochMs },
): Writing<number> {
  const { id, instance, wantedSealed, updatedAt, createdAt = updatedAt } = wanted;
  const columns = { wanted_sealed: wantedSealed, updated_at: updatedAt };
  const fresh = { id, instance, created_at: createdAt, revision: 1, owner: null, epoch: 0, released: 1 as const };
  const row = yield* change(
    db
      .insertInto("relay_streams")
      .values({ ...fresh, ...columns })
      .onConflict((conflict) =>
        conflict.column("id").doUpdateSet((current) => ({
          ...columns,
          revision: current("relay_streams.revision", "+", 1),
        })),
      )
      .returning("revision"),
  );
  yield* notify("relays", id);
  return row?.revision ?? 0;
}

/** Answers whether there was such a stream; told on `relays`, by its id. */
export function* deleteRelayStream(id: string): Writing<boolean> {
  yield* notify("relays", id);
  return (yield* run(db.deleteFrom("relay_streams").where("id", "=", id))) > 0;
}

export function* getRelayStream(id: string): Reading<RelayStreamRecord | undefined> {
  const row = yield* first(db.selectFrom("relay_streams").selectAll().where("id", "=", id));
  return row && toRecord(row);
}

/** A page of an instance's streams, newest first. @throws MultistreamError `invalid_argument` on a foreign cursor. */
export function* listRelayStreams(
  instance: string,
  query: { cursor?: string; limit: number },
): Reading<Page<RelayStreamRecord>> {
  const limit = Math.min(query.limit, MAX_PAGE);
  let select = db.selectFrom("relay_streams").selectAll().where("instance", "=", instance);
  if (query.cursor !== undefined) select = select.where(olderThan(query.cursor));
  const rows = yield* all(
    select
      .orderBy("created_at", "desc")
      .orderBy("id", "desc")
      .limit(limit + 1),
  );
  return toPage(rows.map(toRecord), limit);
}

/** The streams of an instance behind an id, in the order of their ids; at most 500 whatever the limit says. */
export function* relayStreamsAfter(instance: string, after: string, limit: number): Reading<RelayStreamRecord[]> {
  const query = db.selectFrom("relay_streams").selectAll().where("instance", "=", instance).where("id", ">", after);
  return (yield* all(query.orderBy("id").limit(Math.min(limit, MAX_PAGE)))).map(toRecord);
}

/** The same without what is wanted, for whoever looks what has changed; at most 5000 whatever the limit says. */
export function* relayRevisions(instance: string, after: string, limit: number): Reading<RelayStreamRevision[]> {
  const query = revisions().where("instance", "=", instance).where("id", ">", after);
  return (yield* all(query.orderBy("id").limit(Math.min(limit, MAX_REVISIONS)))).map(toRevision);
}

/** Those of these streams that there are; ask for at most 500. */
export function* relayRevisionsOf(ids: readonly string[]): Reading<RelayStreamRevision[]> {
  if (ids.length === 0) return [];
  return (yield* all(revisions().where("id", "in", ids))).map(toRevision);
}

const MAX_REVISIONS = 5000;

function revisions() {
  return db.selectFrom("relay_streams").select(["id", "revision", "owner", "epoch", "released"]);
}

type RevisionRow = Pick<Selectable<Tables["relay_streams"]>, "id" | "revision" | "owner" | "epoch" | "released">;

function toRevision(row: RevisionRow): RelayStreamRevision {
  return {
    id: row.id,
    revision: row.revision,
    ...(row.owner === null ? {} : { owner: row.owner }),
    epoch: row.epoch,
    released: row.released === 1,
  };
}

/** A row as it is read. */
export function toRecord(row: Selectable<Tables["relay_streams"]>): RelayStreamRecord {
  const { left_sequence: sequence, left_session: session } = row;
  return {
    ...toRevision(row),
    instance: row.instance,
    wantedSealed: row.wanted_sealed,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    ...(sequence === null ? {} : { left: { sequence, ...(session === null ? {} : { session }) } }),
  };
}
