import { describe, expect, it } from "vitest";
import { type Engine, engines } from "./contract/engines.test.support.ts";
import {
  claimIdempotency,
  deleteExpiredIdempotency,
  dropIdempotency,
  finishIdempotency,
  type IdempotencyClaim,
  type IdempotentRequest,
  releaseIdempotency,
} from "./idempotency.ts";

const request: IdempotentRequest = {
  id: "a",
  fingerprint: "f",
  holder: "one",
  repeatable: false,
  now: 0,
  heldUntil: 60,
  expiresAt: 1000,
};

/** A store with a claim and a finish on it. */
async function requestsOn(engine: Engine) {
  const store = await engine.open();
  return {
    store,
    claim: (changes: Partial<IdempotentRequest> = {}): Promise<IdempotencyClaim> =>
      store.write(() => claimIdempotency({ ...request, ...changes })),
    finish: (holder: string): Promise<boolean> => store.write(() => finishIdempotency("a", holder, `by ${holder}`)),
  };
}

describe.each(engines)("a request with an idempotency key on $name", (engine) => {
  it("is done once, and answered the same from then on", async () => {
    const { claim, finish } = await requestsOn(engine);
    expect(await claim()).toEqual({ state: "claimed", again: false, since: 0 });
    expect(await claim({ holder: "two", now: 59 })).toEqual({ state: "running", heldUntil: 60 });
    expect([await finish("two"), await finish("one"), await finish("one")]).toEqual([false, true, false]);
    expect(await claim({ holder: "two", now: 999 })).toEqual({ state: "done", answerSealed: "by one" });
  });

  it("is done by one of many that come at once", async () => {
    const { claim } = await requestsOn(engine);
    const claims = await Promise.all(["one", "two", "three", "four"].map((holder) => claim({ holder })));
    expect(claims.map(({ state }) => state).toSorted()).toEqual(["claimed", "running", "running", "running"]);
  });

  it("is not done again when its holder is gone, who may still be late", async () => {
    const { claim, finish } = await requestsOn(engine);
    await claim();
    for (const now of [60, 999]) expect(await claim({ holder: "two", now })).toEqual({ state: "lost" });
    expect([await finish("two"), await finish("one")]).toEqual([false, true]);
    expect(await claim({ holder: "two", now: 999 })).toEqual({ state: "done", answerSealed: "by one" });
  });

  it("is taken over where it can be repeated, as the one that came first; who is late then is too late", async () => {
    const { store, claim, finish } = await requestsOn(engine);
    await claim({ now: 7 });
    const again = { holder: "two", repeatable: true, now: 60, heldUntil: 120 };
    expect(await claim(again)).toEqual({ state: "claimed", again: true, since: 7 });
    expect(await claim({ ...again, holder: "three", now: 119 })).toEqual({ state: "running", heldUntil: 120 });
    expect(await finish("one")).toBe(false);
    const release = (holder: string): Promise<boolean> => store.write(() => releaseIdempotency("a", holder));
    expect([await release("one"), await release("two")]).toEqual([false, true]);
    expect(await claim({ ...again, holder: "three", now: 61 })).toEqual({ state: "claimed", again: true, since: 7 });
    expect([await finish("two"), await finish("three")]).toEqual([false, true]);
  });

  it("is held by nobody whose process cannot be alive", async () => {
    const { claim } = await requestsOn(engine);
    await claim({ holder: "b/1", living: "b/" });
    expect(await claim({ holder: "b/2", living: "b/", now: 1 })).toEqual({ state: "running", heldUntil: 60 });
    expect(await claim({ holder: "c/1", living: "c/", now: 1 })).toEqual({ state: "lost" });
    expect(await claim({ holder: "c/1", living: "c/", now: 1, repeatable: true })).toMatchObject({ again: true });
  });

  it("asks for the same, also while it runs and when its holder is gone", async () => {
    const { claim, finish } = await requestsOn(engine);
    await claim();
    for (const now of [1, 500]) expect(await claim({ fingerprint: "g", now })).toEqual({ state: "mismatch" });
    await finish("one");
    expect(await claim({ fingerprint: "g", now: 2 })).toEqual({ state: "mismatch" });
  });

  it("is begun afresh once it has expired, or was given up", async () => {
    const { store, claim, finish } = await requestsOn(engine);
    await claim();
    await finish("one");
    const later = { holder: "two", fingerprint: "g", now: 1000, heldUntil: 1060, expiresAt: 2000 };
    expect(await claim(later)).toEqual({ state: "claimed", again: false, since: 1000 });
    expect(await claim({ ...later, holder: "three" })).toEqual({ state: "running", heldUntil: 1060 });
    expect(await store.write(() => dropIdempotency("a", "two"))).toBe(true);
    expect(await claim({ ...later, holder: "three" })).toEqual({ state: "claimed", again: false, since: 1000 });
    await finish("three");
    expect(await store.write(() => dropIdempotency("a", "three"))).toBe(false);
  });

  it("is forgotten when it has expired, a few at a time", async () => {
    const { store, claim } = await requestsOn(engine);
    for (const id of ["a", "b", "c"]) await claim({ id, expiresAt: id === "c" ? 2000 : 1000 });
    const forget = (now: number, limit: number): Promise<number> =>
      store.write(() => deleteExpiredIdempotency(now, limit));
    expect([await forget(999, 9), await forget(1000, 1), await forget(1000, 9), await forget(1000, 9)]).toEqual([
      0, 1, 1, 0,
    ]);
  });
});
