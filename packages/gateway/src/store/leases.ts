import { MultistreamError } from "@polycast/core";
import { type Selectable, sql, type SqlBool } from "kysely";
import { all, first, notify, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { MAX_PAGE } from "./page-cursor.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** Something that one process at a time does, or is. */
export type LeaseRecord = {
  /** `observe:<instance>`, `relay:<id>`. */
  name: string;
  /** The process; absent: it was given free. */
  holder?: string;
  /** Grows with every new holder. */
  epoch: number;
  /** By the holder's clock: whoever counts on it allows for the difference of two clocks. */
  expiresAt: EpochMs;
  /** JSON of what the holder says about itself. */
  body?: string;
};

/** The holder of what nobody holds: the row stays, so that its epoch never starts anew. */
const NOBODY = "";

/**
 * Takes a lease that is free or has expired, or renews one's own, which keeps its epoch also when it has expired and
 * nobody took it. Answers nothing when another has it.
 *
 * @param ttlMs milliseconds from `now` until it expires
 * @param body takes the place of the former one; absent: at a renewal that stays
 */
export function* acquireLease(
  name: string,
  holder: string,
  now: EpochMs,
  ttlMs: number,
  body?: string,
): Writing<{ epoch: number; expiresAt: EpochMs } | undefined> {
  const expiresAt = now + ttlMs;
  const known = yield* first(byName(name));
  if (known && known.holder !== holder && known.holder !== NOBODY && known.expires_at > now) return undefined;
  const renewed = known?.holder === holder;
  const epoch = renewed ? known.epoch : (known?.epoch ?? 0) + 1;
  const columns = { holder, epoch, expires_at: expiresAt, body: body ?? (renewed ? known.body : null) };
  yield* run(
    db
      .insertInto("leases")
      .values({ name, ...columns })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(columns)),
  );
  return { epoch, expiresAt };
}

/** Gives one's own lease free, which is told on `leases`. Answers whether it was one's own. */
export function* releaseLease(name: string, holder: string): Writing<boolean> {
  const own = db.updateTable("leases").where("name", "=", name).where("holder", "=", holder);
  const released = (yield* run(own.set({ holder: NOBODY, expires_at: 0, body: null }))) > 0;
  if (released) yield* notify("leases", name);
  return released;
}

export function* getLease(name: string): Reading<LeaseRecord | undefined> {
  const row = yield* first(byName(name));
  return row && toRecord(row);
}

/** Those whose names begin so, expired or not, by name; at most 500. */
export function* listLeases(prefix: string): Reading<LeaseRecord[]> {
  const rows = yield* all(
    db.selectFrom("leases").selectAll().where(beginsWith(prefix)).orderBy("name").limit(MAX_PAGE),
  );
  return rows.map(toRecord);
}

/**
 * Makes a unit of work depend on a lease: what it writes is not written once another has taken over. The expiry does not
 * matter here: as long as nobody took over, nobody else writes.
 *
 * @throws MultistreamError `conflict` when it is not one's own (any more).
 */
export function* assertLease(name: string, holder: string, epoch: number): Reading<void> {
  const row = yield* first(byName(name));
  if (row && row.holder === holder && row.epoch === epoch) return;
  throw new MultistreamError("conflict", `Another process has taken over "${name}".`, {
    hint: "Nothing was written. Stop what this process does for it, and take the lease again.",
  });
}

/**
 * Forgets those whose names begin so and that expired before a time, at most so many; answers how many. For names that
 * are never used again: the epoch of a forgotten one starts anew.
 */
export function* deleteExpiredLeases(prefix: string, before: EpochMs, limit: number): Writing<number> {
  const expired = db.selectFrom("leases").select("name").where(beginsWith(prefix)).where("expires_at", "<", before);
  return yield* run(db.deleteFrom("leases").where("name", "in", expired.orderBy("name").limit(limit)));
}

function byName(name: string) {
  return db.selectFrom("leases").selectAll().where("name", "=", name);
}

/** Not `like`: names may hold its wildcards. */
function beginsWith(prefix: string) {
  return sql<SqlBool>`substr(name, 1, ${prefix.length}) = ${prefix}`;
}

function toRecord(row: Selectable<Tables["leases"]>): LeaseRecord {
  return {
    name: row.name,
    ...(row.holder === NOBODY ? {} : { holder: row.holder }),
    epoch: row.epoch,
    expiresAt: row.expires_at,
    ...(row.body === null ? {} : { body: row.body }),
  };
}
