import { describe, expect, it, vi } from "vitest";
import { notify, type Reading, run, type Writing } from "../access.ts";
import { db } from "../database.ts";
import { getMeta, setMeta } from "../meta.ts";
import { sampleTarget } from "../sample-records.test.support.ts";
import { insertTarget } from "../targets.ts";
import { engines } from "./engines.test.support.ts";

function* insertMeta(key: string): Writing<void> {
  yield* run(db.insertInto("meta").values({ key, value: "x" }));
}

function* keys(...names: string[]): Reading<(string | undefined)[]> {
  const values: (string | undefined)[] = [];
  for (const name of names) values.push(yield* getMeta(name));
  return values;
}

describe.each(engines)("a store on $name", (engine) => {
  it("answers with what a unit returns, once it can be read by others", async () => {
    const store = await engine.open();
    const written = await store.write(function* () {
      yield* setMeta("a", "1");
      return yield* getMeta("a");
    });
    expect([written, await store.read(() => getMeta("a"))]).toEqual(["1", "1"]);
  });

  it("counts what a change has changed", async () => {
    const store = await engine.open();
    const counts = await store.write(function* () {
      yield* insertMeta("a");
      yield* insertMeta("b");
      return [
        yield* run(db.updateTable("meta").set({ value: "y" })),
        yield* run(db.deleteFrom("meta").where("key", "=", "a")),
        yield* run(db.deleteFrom("meta").where("key", "=", "a")),
      ];
    });
    expect(counts).toEqual([2, 1, 0]);
  });

  it("undoes a unit that throws, and no other, and passes its error on", async () => {
    const store = await engine.open();
    const failing = store.write(function* () {
      yield* setMeta("lost", "x");
      throw new RangeError("mine");
    });
    const others = ["a", "b"].map((key) => store.write(() => setMeta(key, "x")));
    await expect(failing).rejects.toThrow(new RangeError("mine"));
    await Promise.all(others);
    expect(await store.read(() => keys("a", "lost", "b"))).toEqual(["x", undefined, "x"]);
    const refusing = store.read(function* () {
      yield* getMeta("a");
      throw new RangeError("mine, too");
    });
    await expect(refusing).rejects.toThrow(new RangeError("mine, too"));
  });

  it("says in the same words what breaks a rule", async () => {
    const store = await engine.open();
    await store.write(() => insertMeta("a"));
    await expect(store.write(() => insertMeta("a"))).rejects.toMatchObject({
      code: "conflict",
      message: "Something with this identity is stored already.",
    });
    await expect(store.write(() => insertTarget(sampleTarget("str_none")))).rejects.toMatchObject({
      code: "conflict",
      message: "What this belongs to is not stored (any more).",
    });
    expect(store.healthy()).toBe(true);
  });

  it("lets units that depend on each other seem to run one after another", async () => {
    const store = await engine.open();
    const claim = (name: string) =>
      store.write(function* () {
        const holder = yield* getMeta("holder");
        if (holder === undefined) yield* setMeta("holder", name);
        return holder ?? name;
      });
    const holders = await Promise.all(["a", "b", "c", "d", "e"].map(claim));
    expect(new Set(holders).size).toBe(1);
  });

  it("keeps text and numbers as they are", async () => {
    const store = await engine.open();
    const texts = ["", "\u{1F3A5} é \\ ' \" % _ \n", "x".repeat(100_000), '{"a":"\\u0000"}'];
    await store.write(function* () {
      for (const [index, text] of texts.entries()) yield* setMeta(String(index), text);
      yield* run(db.insertInto("migrations").values({ name: "~number", applied_at: Number.MAX_SAFE_INTEGER }));
    });
    expect(await store.read(() => keys("0", "1", "2", "3"))).toEqual(texts);
    const numbers = await store.write(() =>
      run(db.deleteFrom("migrations").where("applied_at", "=", Number.MAX_SAFE_INTEGER)),
    );
    expect(numbers).toBe(1);
  });

  it("tells who listens, until that ends", async () => {
    const store = await engine.open();
    const [kept, ended]: (string | undefined)[][] = [[], []];
    store.listen("wanted", (payload) => kept?.push(payload));
    const end = store.listen("wanted", (payload) => ended?.push(payload));
    await store.write(() => notify("wanted", "str_a"));
    await vi.waitFor(() => expect([kept, ended]).toEqual([["str_a"], ["str_a"]]));
    end();
    await store.write(() => notify("wanted", "str_b"));
    await vi.waitFor(() => expect(kept).toEqual(["str_a", "str_b"]));
    expect(ended).toEqual(["str_a"]);
  });

  it("refuses everything once it is closed, and closes twice", async () => {
    const store = await engine.open();
    expect(store.healthy()).toBe(true);
    const last = store.write(() => setMeta("a", "b"));
    await Promise.all([store.close(), store.close(), last]);
    expect(store.healthy()).toBe(false);
    const refusal = { code: "provider_unavailable", message: "The store is closed.", outcome: "not_applied" };
    await expect(store.read(() => getMeta("a"))).rejects.toMatchObject(refusal);
    await expect(store.write(() => setMeta("a", "b"))).rejects.toMatchObject(refusal);
  });
});
