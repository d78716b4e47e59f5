import { first, type Reading, run, type Writing } from "./access.ts";
import { compileOnce } from "./compile-once.ts";
import { db } from "./database.ts";

/** Reads one of the store's own facts. */
export function* getMeta(key: string): Reading<string | undefined> {
  return (yield* first(byKey({ key })))?.value;
}

const byKey = compileOnce(({ key }: { key: string }) => db.selectFrom("meta").select("value").where("key", "=", key));

/** Sets one of the store's own facts. */
export function* setMeta(key: string, value: string): Writing<void> {
  yield* run(
    db
      .insertInto("meta")
      .values({ key, value })
      .onConflict((conflict) => conflict.column("key").doUpdateSet({ value })),
  );
}
