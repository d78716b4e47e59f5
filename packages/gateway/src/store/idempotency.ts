import { first, run, type Writing } from "./access.ts";
import { db } from "./database.ts";
import type { EpochMs } from "./tables.ts";

/** A request that is to be answered once, as it comes. */
export type IdempotentRequest = {
  /** Keyed hash of who asks and of the key that was sent. */
  id: string;
  /** Keyed hash of what is asked for. */
  fingerprint: string;
  /** Who is at it: unique per try, so that a late one cannot finish what another has begun or taken over. */
  holder: string;
  /** What the names of all holders that can be alive begin with. Absent: others can be alive too. */
  living?: string | undefined;
  /** Does it find what a former run of it has made, so that it may be taken over? */
  repeatable: boolean;
  now: EpochMs;
  /** Until when it is believed that the holder is at it. */
  heldUntil: EpochMs;
  /** When it is forgotten. */
  expiresAt: EpochMs;
};

/**
 * What is to be done with a request. `claimed`: do it; it came first at `since`, and `again` says that somebody had begun
 * and is gone, so that it may be done already. `running`: somebody is at it, as far as is known until `heldUntil`. `lost`:
 * somebody had begun what cannot be repeated, and is gone, so that nobody knows whether it was done; one that is late
 * after all may still finish it. `done`: answered, sealed for `idempotencyPlace(id)`. `mismatch`: the key was sent with
 * something else before.
 */
export type IdempotencyClaim =
  | { state: "claimed"; again: boolean; since: EpochMs }
  | { state: "running"; heldUntil: EpochMs }
  | { state: "lost" }
  | { state: "done"; answerSealed: string }
  | { state: "mismatch" };

/** Takes a request, unless somebody has it or it was answered. */
export function* claimIdempotency(request: IdempotentRequest): Writing<IdempotencyClaim> {
  const { id, fingerprint, holder, living = "", repeatable, now, heldUntil } = request;
  const known = yield* first(db.selectFrom("idempotency").selectAll().where("id", "=", id));
  if (!known || known.expires_at <= now) {
    yield* hold(request);
    return { state: "claimed", again: false, since: now };
  }
  if (known.fingerprint !== fingerprint) return { state: "mismatch" };
  if (known.answer_sealed !== null) return { state: "done", answerSealed: known.answer_sealed };
  const mayLive = known.held_until > now && known.holder.startsWith(living);
  if (mayLive) return { state: "running", heldUntil: known.held_until };
  if (!repeatable) return { state: "lost" };
  yield* run(db.updateTable("idempotency").set({ holder, held_until: heldUntil }).where("id", "=", id));
  return { state: "claimed", again: true, since: known.created_at };
}

function* hold({ id, fingerprint, holder, now, heldUntil, expiresAt }: IdempotentRequest): Writing<void> {
  const columns = {
    fingerprint,
    state: "running" as const,
    holder,
    held_until: heldUntil,
    answer_sealed: null,
    created_at: now,
    expires_at: expiresAt,
  };
  yield* run(
    db
      .insertInto("idempotency")
      .values({ id, ...columns })
      .onConflict((conflict) => conflict.column("id").doUpdateSet(columns)),
  );
}

/** Keeps the answer to a request. Answers whether the holder still had it. */
export function* finishIdempotency(id: string, holder: string, answerSealed: string): Writing<boolean> {
  const held = db.updateTable("idempotency").set({ state: "done", answer_sealed: answerSealed });
  return (yield* run(held.where("id", "=", id).where("holder", "=", holder).where("state", "=", "running"))) > 0;
}

/** Gives up a request that had no effect and is to be tried afresh. Answers whether the holder still had it. */
export function* dropIdempotency(id: string, holder: string): Writing<boolean> {
  const held = db.deleteFrom("idempotency").where("id", "=", id).where("holder", "=", holder);
  return (yield* run(held.where("state", "=", "running"))) > 0;
}

/** Lets others take over a request at once, as the same one. Answers whether the holder still had it. */
export function* releaseIdempotency(id: string, holder: string): Writing<boolean> {
  const held = db.updateTable("idempotency").set({ held_until: 0 }).where("id", "=", id);
  return (yield* run(held.where("holder", "=", holder).where("state", "=", "running"))) > 0;
}

/** Forgets what has expired, at most so many, and answers how many. */
export function* deleteExpiredIdempotency(now: EpochMs, limit: number): Writing<number> {
  const expired = db.selectFrom("idempotency").select("id").where("expires_at", "<=", now);
  return yield* run(db.deleteFrom("idempotency").where("id", "in", expired.orderBy("expires_at").limit(limit)));
}
