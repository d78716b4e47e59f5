import { describe, expect, it } from "vitest";
import { type Engine, engines } from "./contract/engines.test.support.ts";
import { acquireLease, assertLease, deleteExpiredLeases, getLease, listLeases, releaseLease } from "./leases.ts";
import { setMeta, getMeta } from "./meta.ts";
import { toldOn } from "./told-on.test.support.ts";

/** A store with leases of ten milliseconds. */
async function leasesOn(engine: Engine) {
  const store = await engine.open();
  const acquire = (holder: string, now: number, name = "observe:mux", body?: string) =>
    store.write(() => acquireLease(name, holder, now, 10, body));
  const release = (holder: string) => store.write(() => releaseLease("observe:mux", holder));
  return { store, acquire, release };
}

describe.each(engines)("a lease on $name", (engine) => {
  it("is one process's until it expires, and every new holder has an epoch of its own", async () => {
    const { acquire } = await leasesOn(engine);
    expect(await acquire("a", 0)).toEqual({ epoch: 1, expiresAt: 10 });
    expect(await acquire("b", 9)).toBeUndefined();
    expect(await acquire("a", 9)).toEqual({ epoch: 1, expiresAt: 19 });
    expect(await acquire("b", 18)).toBeUndefined();
    expect(await acquire("b", 19)).toEqual({ epoch: 2, expiresAt: 29 });
    expect(await acquire("a", 20)).toBeUndefined();
    // It has expired, and nobody took it.
    expect(await acquire("b", 99)).toEqual({ epoch: 2, expiresAt: 109 });
  });

  it("is got by one of many that want it at once", async () => {
    const { acquire } = await leasesOn(engine);
    const race = async (now: number) => {
      const answers = await Promise.all(["a", "b", "c", "d", "e"].map((holder) => acquire(holder, now)));
      return answers.filter((answer) => answer !== undefined);
    };
    expect(await race(0)).toEqual([{ epoch: 1, expiresAt: 10 }]);
    // Whoever has it may renew it; nobody else gets it, as long as it has not expired.
    expect(await race(5)).toEqual([{ epoch: 1, expiresAt: 15 }]);
  });

  it("is given free by its holder alone, which is told, and never gets an epoch twice", async () => {
    const { store, acquire, release } = await leasesOn(engine);
    await acquire("a", 0);
    const told = await toldOn(store, "leases", async () => {
      expect([await release("b"), await release("a"), await release("a")]).toEqual([false, true, false]);
    });
    expect(told).toEqual(["observe:mux"]);
    expect(await store.read(() => getLease("observe:mux"))).toEqual({ name: "observe:mux", epoch: 1, expiresAt: 0 });
    expect(await acquire("a", 1)).toEqual({ epoch: 2, expiresAt: 11 });
    await release("a");
    expect(await acquire("b", 1)).toEqual({ epoch: 3, expiresAt: 11 });
  });

  it("says what its holder says about itself, until it says something else or another has it", async () => {
    const { store, acquire } = await leasesOn(engine);
    const body = async () => (await store.read(() => getLease("observe:mux")))?.body;
    await acquire("a", 0, "observe:mux", "1");
    await acquire("a", 1);
    expect(await body()).toBe("1");
    await acquire("a", 2, "observe:mux", "2");
    expect(await body()).toBe("2");
    await acquire("b", 50);
    expect(await body()).toBeUndefined();
  });

  it("is listed by how its name begins, whatever the name holds", async () => {
    const { store, acquire } = await leasesOn(engine);
    for (const name of ["relay:b", "relay:a", "relay%", "observe:relay:"]) await acquire("a", 0, name);
    const list = async (prefix: string) => (await store.read(() => listLeases(prefix))).map(({ name }) => name);
    expect(await list("relay:")).toEqual(["relay:a", "relay:b"]);
    expect(await list("relay%")).toEqual(["relay%"]);
    expect(await list("")).toHaveLength(4);
  });

  it("keeps units from being stored once another has taken over, whatever its expiry", async () => {
    const { store, acquire, release } = await leasesOn(engine);
    await acquire("a", 0);
    const write = (holder: string, epoch: number, value: string): Promise<void> =>
      store.write(function* () {
        yield* setMeta("written", value);
        yield* assertLease("observe:mux", holder, epoch);
      });
    const refusal = { code: "conflict", retryable: false };
    await write("a", 1, "by a");
    await expect(write("b", 1, "by b")).rejects.toMatchObject(refusal);
    await acquire("b", 10);
    await expect(write("a", 1, "late")).rejects.toMatchObject(refusal);
    await acquire("a", 20);
    await expect(write("a", 1, "with its former epoch")).rejects.toMatchObject(refusal);
    await release("a");
    await expect(write("a", 3, "released")).rejects.toMatchObject(refusal);
    expect(await store.read(() => getMeta("written"))).toBe("by a");
  });

  it("is forgotten some time after it has expired", async () => {
    const { store, acquire } = await leasesOn(engine);
    for (const name of ["relay:a", "relay:b", "relay:c", "observe:mux"]) {
      await acquire("a", name === "relay:c" ? 100 : 0, name);
    }
    const forget = (before: number, limit: number) => store.write(() => deleteExpiredLeases("relay:", before, limit));
    expect([await forget(10, 9), await forget(11, 1), await forget(11, 9), await forget(11, 9)]).toEqual([0, 1, 1, 0]);
    expect((await store.read(() => listLeases(""))).map(({ name }) => name)).toEqual(["observe:mux", "relay:c"]);
  });
});
