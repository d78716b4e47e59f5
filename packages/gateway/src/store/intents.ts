import type { Selectable } from "kysely";
import { all, first, type Reading, run, type Writing } from "./access.ts";
import { toFlag } from "./columns.ts";
import { db } from "./database.ts";
import type { EpochMs, Tables } from "./tables.ts";

/** What is about to be made at a provider, stored before it is asked for: who dies in between leaves this behind. */
export type IntentRecord = {
  /** Our id of what is made. */
  id: string;
  /** The instance name in the config. */
  instance: string;
  operation: "stream.create";
  /** JSON of what is asked for, and of what it is known again by; sealed for `intentPlace(id)`. */
  bodySealed: string;
  /** Who is at it: another name with every attempt, so that a late one cannot finish what another has taken over. */
  holder: string;
  /** Its holder is dead by then, or waits until then: whoever finds it may go on with it. */
  dueAt: EpochMs;
  /** How often it was taken up again. */
  attempts: number;
  /** Was whoever asked told that its outcome is not known? What is not there then is not made any more. */
  answered: boolean;
  createdAt: EpochMs;
};

/** @throws MultistreamError `conflict` when there is one of this id */
export function* insertIntent(intent: IntentRecord): Writing<void> {
  const { id, instance, operation, bodySealed, holder, dueAt, attempts, answered, createdAt } = intent;
  const columns = { body_sealed: bodySealed, due_at: dueAt, answered: toFlag(answered), created_at: createdAt };
  yield* run(db.insertInto("intents").values({ id, instance, operation, holder, attempts, ...columns }));
}

export function* getIntent(id: string): Reading<IntentRecord | undefined> {
  const row = yield* first(db.selectFrom("intents").selectAll().where("id", "=", id));
  return row && toRecord(row);
}

/** Those of an instance that are due, the longest due first. */
export function* dueIntents(instance: string, now: EpochMs, limit: number): Reading<IntentRecord[]> {
  const due = db.selectFrom("intents").selectAll().where("instance", "=", instance).where("due_at", "<=", now);
  return (yield* all(due.orderBy("due_at").limit(limit))).map(toRecord);
}

/** Takes one over, as it was found. Answers whether it was so still. */
export function* takeIntent(
  { id, holder: before, attempts }: IntentRecord,
  { holder, dueAt }: Pick<IntentRecord, "holder" | "dueAt">,
): Writing<boolean> {
  const taken = db.updateTable("intents").set({ holder, due_at: dueAt, attempts: attempts + 1 });
  return (yield* run(taken.where("id", "=", id).where("holder", "=", before))) > 0;
}

/** Lays one down until another time. Answers whether the holder still had it. */
export function* postponeIntent(
  id: string,
  holder: string,
  { dueAt, answered }: { dueAt: EpochMs; answered?: boolean },
): Writing<boolean> {
  const changes = { due_at: dueAt, ...(answered === undefined ? {} : { answered: toFlag(answered) }) };
  return (yield* run(db.updateTable("intents").set(changes).where("id", "=", id).where("holder", "=", holder))) > 0;
}

/** Ends one: it is stored as done, or nothing was made. Answers whether the holder still had it. */
export function* endIntent(id: string, holder: string): Writing<boolean> {
  return (yield* run(db.deleteFrom("intents").where("id", "=", id).where("holder", "=", holder))) > 0;
}

function toRecord(row: Selectable<Tables["intents"]>): IntentRecord {
  return {
    id: row.id,
    instance: row.instance,
    operation: row.operation,
    bodySealed: row.body_sealed,
    holder: row.holder,
    dueAt: row.due_at,
    attempts: row.attempts,
    answered: row.answered === 1,
    createdAt: row.created_at,
  };
}
