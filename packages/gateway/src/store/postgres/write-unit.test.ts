import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { notify, run, type Writing } from "../access.ts";
import { databaseProxy } from "../contract/database-proxy.test.support.ts";
import { runOn, emptiedDatabase, testServer } from "../contract/temporary-database.test.support.ts";
import { db } from "../database.ts";
import { getMeta, setMeta } from "../meta.ts";
import { ask, openFor } from "./postgres-store.test.support.ts";

function* insertMeta(key: string, value = "x"): Writing<void> {
  yield* run(db.insertInto("meta").values({ key, value }));
}

describe.skipIf(testServer === undefined)("a unit of work on PostgreSQL", () => {
  it("is repeated when others come across it, and applied once", async () => {
    const url = await emptiedDatabase();
    const stores = [await openFor(url), await openFor(url)];
    let runs = 0;
    function* addOne(): Writing<number> {
      runs += 1;
      const sum = Number((yield* getMeta("sum")) ?? 0) + 1;
      yield* setMeta("sum", String(sum));
      return sum;
    }
    const sums = await Promise.all(stores.flatMap((store) => Array.from({ length: 25 }, () => store.write(addOne))));
    expect(sums.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, index) => index + 1));
    expect(await stores[0]?.read(() => getMeta("sum"))).toBe("50");
    expect(runs).toBeGreaterThan(50);
  });

  it("is given up when others come across it time after time", async () => {
    const url = await emptiedDatabase();
    const store = await openFor(url, { maxRepeats: 2 });
    await runOn(
      url,
      "create or replace function in_the_way() returns int language plpgsql as 'begin raise sqlstate ''40001''; end'",
    );
    let runs = 0;
    const hopeless = store.write(function* () {
      runs += 1;
      yield* setMeta("a", "b");
      yield* ask("in_the_way()");
    });
    await expect(hopeless).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
      outcome: "not_applied",
      message: expect.stringContaining("time after time"),
    });
    expect(runs).toBe(3);
    expect(await store.read(() => getMeta("a"))).toBeUndefined();
  });

  it("is undone when it throws, and its error passes through", async () => {
    const store = await openFor(await emptiedDatabase());
    const failing = store.write(function* () {
      yield* setMeta("a", "b");
      throw new RangeError("mine");
    });
    await expect(failing).rejects.toThrow(new RangeError("mine"));
    expect(await store.read(() => getMeta("a"))).toBeUndefined();
    expect(store.healthy()).toBe(true);
  });

  it("is undone when it goes on after a query that failed", async () => {
    const store = await openFor(await emptiedDatabase());
    await store.write(() => insertMeta("a"));
    const stubborn = store.write(function* () {
      try {
        yield* insertMeta("a");
      } catch {
        yield* notify("events");
      }
    });
    await expect(stubborn).rejects.toMatchObject({ code: "conflict" });
  });

  it("tells no value of a query that failed", async () => {
    const store = await openFor(await emptiedDatabase());
    await store.write(() => insertMeta("top-secret"));
    const refused = [
      store.write(() => insertMeta("top-secret")),
      store.write(() => ask("'top-secret'::bigint")),
      store.write(() => ask("top_secret")),
    ];
    for (const result of await Promise.allSettled(refused)) {
      expect(result.status).toBe("rejected");
      expect(inspect(result, { depth: 10, showHidden: true })).not.toMatch(/top.secret/u);
    }
  });

  it("cannot store a NUL", async () => {
    const store = await openFor(await emptiedDatabase());
    await expect(store.write(() => insertMeta("a\0b"))).rejects.toMatchObject({
      code: "invalid_argument",
      hint: expect.stringContaining("NUL"),
    });
    expect(store.healthy()).toBe(true);
  });

  it("is not applied when its connection is killed before COMMIT; the next has another", async () => {
    const store = await openFor(await emptiedDatabase());
    const killed = store.write(function* () {
      yield* setMeta("a", "b");
      yield* ask("pg_terminate_backend(pg_backend_pid())");
    });
    await expect(killed).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
      outcome: "not_applied",
    });
    expect(store.healthy()).toBe(false);
    expect(await store.read(() => getMeta("a"))).toBeUndefined();
    await store.write(() => setMeta("a", "c"));
    expect(store.healthy()).toBe(true);
  });

  it.each([
    ["before", undefined],
    ["after", "b"],
  ] as const)("may or may not be applied when its connection breaks during COMMIT (%s)", async (how, stored) => {
    const proxy = await databaseProxy(await emptiedDatabase());
    const store = await openFor(proxy.url);
    proxy.breakAt("COMMIT", how);
    await expect(store.write(() => setMeta("a", "b"))).rejects.toMatchObject({
      code: "provider_unavailable",
      retryable: true,
      outcome: "unknown",
    });
    expect(await store.read(() => getMeta("a"))).toBe(stored);
  });

  it("ends when one of its queries takes too long", async () => {
    const store = await openFor(await emptiedDatabase(), { statementTimeoutMs: 100 });
    await expect(store.write(() => ask("pg_sleep(60)"))).rejects.toMatchObject({
      code: "provider_unavailable",
      outcome: "not_applied",
    });
  });

  it("runs on connections that PostgreSQL gives up when they ask for nothing", async () => {
    const store = await openFor(await emptiedDatabase(), { idleInTransactionMs: 1234, statementTimeoutMs: 4321 });
    const settings = await store.write(function* () {
      const values: unknown[] = [];
      for (const name of ["idle_in_transaction_session_timeout", "statement_timeout", "application_name"])
        values.push(yield* ask(`current_setting('${name}')`));
      return values;
    });
    expect(settings).toEqual(["1234ms", "4321ms", "polycast"]);
  });
});
