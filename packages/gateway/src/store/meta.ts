import type { Reader, Transaction } from "./access.ts";
import { db } from "./database.ts";

/** Reads one of the store's own facts. */
export function getMeta(reader: Reader, key: string): string | undefined {
  return reader.first(db.selectFrom("meta").select("value").where("key", "=", key))?.value;
}

/** Sets one of the store's own facts. */
export function setMeta(transaction: Transaction, key: string, value: string): void {
  transaction.run(
    db
      .insertInto("meta")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value })),
  );
}
