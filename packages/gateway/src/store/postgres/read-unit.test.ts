import { sql } from "kysely";
import { Client } from "pg";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { first, type Reading } from "../access.ts";
import { emptiedDatabase, runOn, testServer } from "../contract/temporary-database.test.support.ts";
import { getMeta, setMeta } from "../meta.ts";
import { toQuery } from "../raw-query.ts";
import { openFor } from "./postgres-store.test.support.ts";

const LOCK = 4711;

/** Waits for a lock that the test holds. */
function* waitForLock(): Reading<void> {
  yield* first(toQuery(sql`select pg_advisory_lock(${LOCK}), pg_advisory_unlock(${LOCK})`));
}

function* insert(): Reading<void> {
  yield* first(toQuery(sql`insert into meta (key, value) values ('a', 'b') returning key`));
}

describe.skipIf(testServer === undefined)("a unit of work that reads from PostgreSQL", () => {
  it("sees one state, whatever is committed between its queries", async () => {
    const url = await emptiedDatabase();
    const store = await openFor(url);
    const holder = new Client({ connectionString: url.reveal() });
    await holder.connect();
    onTestFinished(() => holder.end());
    await store.write(() => setMeta("a", "old"));
    await holder.query(`select pg_advisory_lock(${LOCK})`);
    const states = store.read(function* () {
      const before = yield* getMeta("a");
      yield* waitForLock();
      return [before, yield* getMeta("a")];
    });
    const waiting = "select 1 from pg_locks where locktype = 'advisory' and not granted and objid = 4711";
    await vi.waitFor(async () => expect(await runOn(url, waiting)).toHaveLength(1), 5000);
    await store.write(() => setMeta("a", "new"));
    await holder.query(`select pg_advisory_unlock(${LOCK})`);
    expect(await states).toEqual(["old", "old"]);
    expect(await store.read(() => getMeta("a"))).toBe("new");
  });

  it("cannot write", async () => {
    const store = await openFor(await emptiedDatabase());
    await expect(store.read(insert)).rejects.toMatchObject({ outcome: "not_applied" });
    const later = store.read(function* () {
      yield* getMeta("a");
      yield* insert();
    });
    await expect(later).rejects.toMatchObject({ outcome: "not_applied" });
    expect(await store.read(() => getMeta("a"))).toBeUndefined();
  });
});
