import type { Sealer } from "../secrets/sealer.ts";
import type { Transaction } from "./access.ts";
import { db } from "./database.ts";
import { destinationPlace, ingestPlace } from "./places.ts";
import type { Store } from "./store.ts";

/** Rows per unit of work, so that a rotation never holds up other writes for long. */
const STEP = 200;

/**
 * Seals everything again that an older key has sealed. It may be interrupted and repeated at any point.
 *
 * @throws MultistreamError `internal` when a value needs a key that is not there.
 */
export async function resealAll(store: Store, sealer: Sealer): Promise<void> {
  for (const step of [resealStreams, resealTargets]) {
    let done = 0;
    do {
      done = await store.write((transaction) => step(transaction, sealer));
    } while (done > 0);
  }
}

function resealStreams(transaction: Transaction, sealer: Sealer): number {
  const rows = transaction.all(
    db
      .selectFrom("streams")
      .select(["id", "ingest_sealed as sealed"])
      .where("ingest_sealed", "not like", `${sealer.currentPrefix}%`)
      .limit(STEP),
  );
  for (const { id, sealed } of rows) {
    const again = sealer.seal(sealer.open(sealed, ingestPlace(id)), ingestPlace(id));
    transaction.run(db.updateTable("streams").set({ ingest_sealed: again }).where("id", "=", id));
  }
  return rows.length;
}

function resealTargets(transaction: Transaction, sealer: Sealer): number {
  const rows = transaction.all(
    db
      .selectFrom("targets")
      .select(["id", "destination_sealed as sealed"])
      .where("destination_sealed", "not like", `${sealer.currentPrefix}%`)
      .limit(STEP),
  );
  for (const { id, sealed } of rows) {
    const again = sealer.seal(sealer.open(sealed, destinationPlace(id)), destinationPlace(id));
    transaction.run(db.updateTable("targets").set({ destination_sealed: again }).where("id", "=", id));
  }
  return rows.length;
}
