import { all, notify, type Reading, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import { MAX_PAGE } from "./page-cursor.ts";
import { getRelayStream, type RelayLeft, type RelayStreamRecord, toRecord } from "./relay-streams.ts";
import type { EpochMs } from "./tables.ts";

/** Whether a relay has got a stream, and in which epoch, with what the last owner left; else who has it. */
export type RelayClaim = { claimed: true; epoch: number; left?: RelayLeft } | { claimed: false; owner: string };

/**
 * Gives a stream to a relay that has its publisher. One's own stays in its epoch, unless it was released. A session that
 * was left is handed over once. Answers nothing when there is no such stream.
 *
 * @param mayTakeFrom an owner that is gone. Look in this unit whether it is: its lease may have been renewed meanwhile.
 */
export function* claimRelayStream(id: string, owner: string, mayTakeFrom?: string): Writing<RelayClaim | undefined> {
  const known = yield* getRelayStream(id);
  if (!known) return undefined;
  if (!known.released && known.owner !== undefined) {
    if (known.owner === owner) return { claimed: true, epoch: known.epoch };
    if (known.owner !== mayTakeFrom) return { claimed: false, owner: known.owner };
  }
  const epoch = known.epoch + 1;
  const columns = { owner, epoch, released: 0 as const, left_session: null };
  yield* run(db.updateTable("relay_streams").set(columns).where("id", "=", id));
  return { claimed: true, epoch, ...(known.left ? { left: known.left } : {}) };
}

/** Lets go of a stream, which is told on `relays`, by its id. Answers whether the relay had it in that epoch. */
export function* releaseRelayStream(
  id: string,
  owner: string,
  epoch: number,
  left: RelayLeft & { at: EpochMs },
): Writing<boolean> {
  const columns = { left_sequence: left.sequence, left_session: left.session ?? null, left_at: left.at };
  const own = db
    .updateTable("relay_streams")
    .set({ released: 1, ...columns })
    .where("id", "=", id)
    .where("released", "=", 0);
  const released = (yield* run(own.where("owner", "=", owner).where("epoch", "=", epoch))) > 0;
  if (released) yield* notify("relays", id);
  return released;
}

/** Takes back a stream that was let go of in its owner's name; answers whether nobody has taken it since. */
export function* takeBackRelayStream(id: string, owner: string, epoch: number): Writing<boolean> {
  const own = db.updateTable("relay_streams").where("id", "=", id).where("owner", "=", owner);
  return (yield* run(own.where("epoch", "=", epoch).where("released", "=", 1).set({ released: 0 }))) > 0;
}

/** Streams with a session that was left before a time, and that no relay has taken since; at most 500. */
export function* abandonedRelayStreams(instance: string, before: EpochMs, limit: number): Reading<RelayStreamRecord[]> {
  const query = db
    .selectFrom("relay_streams")
    .selectAll()
    .where("instance", "=", instance)
    .where("left_session", "is not", null)
    .where("left_at", "<", before)
    .where("released", "=", 1);
  return (yield* all(query.orderBy("left_at").limit(Math.min(limit, MAX_PAGE)))).map(toRecord);
}

/** Ends the session that was left, unless a relay has taken the stream since; answers whether it did. */
export function* endAbandonedSession(id: string, epoch: number, sequence: number): Writing<boolean> {
  const still = db
    .updateTable("relay_streams")
    .where("id", "=", id)
    .where("epoch", "=", epoch)
    .where("released", "=", 1);
  const ended = still.where("left_session", "is not", null).set({ left_session: null, left_sequence: sequence });
  return (yield* run(ended)) > 0;
}
