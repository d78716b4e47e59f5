import { describe, expect, it, vi } from "vitest";
import { notify } from "../access.ts";
import { databaseProxy } from "../contract/database-proxy.test.support.ts";
import { emptiedDatabase, runOn, testServer } from "../contract/temporary-database.test.support.ts";
import { getMeta, setMeta } from "../meta.ts";
import type { Store } from "../store.ts";
import { openFor } from "./postgres-store.test.support.ts";

/** What a store tells of a channel. */
function hear(store: Store, channel: "wanted" | "events" | "leases"): (string | undefined)[] {
  const heard: (string | undefined)[] = [];
  store.listen(channel, (payload) => heard.push(payload));
  return heard;
}

describe.skipIf(testServer === undefined)("a store on PostgreSQL that listens", () => {
  it("hears what every process tells, its own included, once and after COMMIT", async () => {
    const url = await emptiedDatabase();
    const [one, other] = [await openFor(url), await openFor(url)];
    const heard = [hear(one, "wanted"), hear(other, "wanted")];
    const read: Promise<string | undefined>[] = [];
    other.listen("wanted", () => read.push(other.read(() => getMeta("a"))));
    await one.write(function* () {
      yield* notify("wanted", "str_a");
      yield* notify("wanted", "str_a");
      yield* setMeta("a", "b");
      yield* notify("wanted", "str_b");
    });
    const undone = one.write(function* () {
      yield* notify("wanted", "str_undone");
      throw new RangeError("mine");
    });
    await expect(undone).rejects.toThrow("mine");
    await other.write(() => notify("wanted", "str_last"));
    await vi.waitFor(() => expect(heard.map((of) => of.at(-1))).toEqual(["str_last", "str_last"]));
    expect(heard[0]).toEqual(["str_a", "str_b", "str_last"]);
    expect(heard[1]).toEqual(heard[0]);
    expect(await Promise.all(read)).toEqual(["b", "b", "b"]);
  });

  it("says that some may have been missed when its connection was killed, and goes on", async () => {
    const url = await emptiedDatabase();
    const [store, other] = [await openFor(url), await openFor(url)];
    const [wanted, leases] = [hear(store, "wanted"), hear(store, "leases")];
    await runOn(
      url,
      "select pg_terminate_backend(pid) from pg_stat_activity where query like 'LISTEN%' and datname = current_database()",
    );
    await vi.waitFor(() => expect([wanted, leases]).toEqual([[undefined], [undefined]]), 5000);
    await other.write(() => notify("wanted", "str_a"));
    await vi.waitFor(() => expect(wanted).toEqual([undefined, "str_a"]));
    expect(store.healthy()).toBe(true);
  });

  it("notices a connection that is dead without a word", async () => {
    const proxy = await databaseProxy(await emptiedDatabase());
    const store = await openFor(proxy.url, { keepaliveMs: 50, statementTimeoutMs: 50 });
    const heard = hear(store, "wanted");
    proxy.breakAt("select 1", "silently");
    await vi.waitFor(() => expect(heard).toEqual([undefined]), 10_000);
  });

  it("comes back after an outage by itself", async () => {
    const proxy = await databaseProxy(await emptiedDatabase());
    const store = await openFor(proxy.url);
    const heard = hear(store, "wanted");
    await store.write(() => setMeta("a", "before"));
    proxy.cut();
    const refusal = { code: "provider_unavailable", retryable: true, outcome: "not_applied" };
    await expect(store.write(() => setMeta("a", "meanwhile"))).rejects.toMatchObject(refusal);
    await expect(store.read(() => getMeta("a"))).rejects.toMatchObject(refusal);
    expect(store.healthy()).toBe(false);
    expect(heard).toEqual([]);
    proxy.restore();
    await vi.waitFor(() => expect(heard).toEqual([undefined]), 10_000);
    expect(await store.read(() => getMeta("a"))).toBe("before");
    await store.write(() => setMeta("a", "after"));
    expect(store.healthy()).toBe(true);
  });
});

describe.skipIf(testServer === undefined)("closing a store on PostgreSQL", () => {
  it("writes what waits, and nothing after", async () => {
    const url = await emptiedDatabase();
    const store = await openFor(url, { poolSize: 2 });
    const waiting = ["a", "b", "c"].map((key) => store.write(() => setMeta(key, "x")));
    const closing = store.close();
    expect(store.healthy()).toBe(false);
    await expect(store.write(() => setMeta("d", "x"))).rejects.toMatchObject({ message: "The store is closed." });
    await expect(store.read(() => getMeta("a"))).rejects.toMatchObject({ message: "The store is closed." });
    await Promise.all([...waiting, closing, store.close()]);
    expect(await runOn(url, "select key from meta order by key")).toEqual([{ key: "a" }, { key: "b" }, { key: "c" }]);
  });

  it("does not wait for a database that is gone", async () => {
    const proxy = await databaseProxy(await emptiedDatabase());
    const store = await openFor(proxy.url, { poolSize: 2 });
    proxy.cut();
    const waiting = Array.from({ length: 100 }, () => store.write(() => setMeta("a", "x")));
    const closing = store.close();
    for (const { reason } of (await Promise.allSettled(waiting)) as PromiseRejectedResult[])
      expect(reason).toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
    await closing;
  });
});
