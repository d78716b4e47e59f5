import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { abandonedRelayStreams, endAbandonedSession, takeBackRelayStream } from "./relay-owners.ts";
import { streamsOn } from "./relay-streams.test.support.ts";
import { toldOn } from "./told-on.test.support.ts";

describe.each(engines)("a stream at the relays on $name", (engine) => {
  it("is one relay's, until it lets go of it or is known to be gone", async () => {
    const { claim, release, get } = await streamsOn(engine, "a");
    expect(await claim("one")).toEqual({ claimed: true, epoch: 1 });
    expect(await claim("one")).toEqual({ claimed: true, epoch: 1 });
    expect(await claim("two")).toEqual({ claimed: false, owner: "one" });
    expect(await claim("two", "three")).toEqual({ claimed: false, owner: "one" });
    expect(await claim("two", "one")).toEqual({ claimed: true, epoch: 2 });
    expect([await release("one", 1), await release("two", 1), await release("two", 2)]).toEqual([false, false, true]);
    expect(await release("two", 2)).toBe(false);
    expect(await get()).toMatchObject({ owner: "two", epoch: 2, released: true });
    expect(await claim("one")).toEqual({ claimed: true, epoch: 3, left: { sequence: 0 } });
  });

  it("can be taken back by whom it was let go for, until another has taken it", async () => {
    const { store, claim, release, get } = await streamsOn(engine, "a");
    const takeBack = (owner: string, epoch: number) => store.write(() => takeBackRelayStream("a", owner, epoch));
    await claim("one");
    expect(await takeBack("one", 1)).toBe(false);
    await release("one", 1);
    expect([await takeBack("two", 1), await takeBack("one", 2), await takeBack("one", 1)]).toEqual([
      false,
      false,
      true,
    ]);
    expect(await get()).toMatchObject({ owner: "one", epoch: 1, released: false });
    await release("one", 1);
    await claim("two");
    expect(await takeBack("one", 1)).toBe(false);
  });

  it("is got by one of many that want it at once", async () => {
    const { claim } = await streamsOn(engine, "a");
    const claims = await Promise.all(["one", "two", "three", "four"].map((owner) => claim(owner)));
    const got = claims.filter((one) => one?.claimed);
    expect([got, claims.length]).toEqual([[{ claimed: true, epoch: 1 }], 4]);
  });

  it("stays its owner's while what is wanted changes", async () => {
    const { claim, put, get } = await streamsOn(engine, "a");
    await claim("one");
    await put("a", "v1.b");
    expect(await get()).toMatchObject({ owner: "one", epoch: 1, released: false, revision: 2 });
  });

  it("is told when it was let go", async () => {
    const { store, claim, release } = await streamsOn(engine, "a");
    await claim("one");
    const told = await toldOn(store, "relays", async () => [await release("two", 1), await release("one", 1)]);
    expect(told).toEqual(["a"]);
  });

  it("cannot be taken when it is gone", async () => {
    const { claim } = await streamsOn(engine);
    expect(await claim("one")).toBeUndefined();
  });
});

describe.each(engines)("what a relay leaves on $name", (engine) => {
  const session = '{"id":"one"}';

  it("is handed on once: a session to the next owner alone, the number to all", async () => {
    const { claim, release, get } = await streamsOn(engine, "a");
    await claim("one");
    await release("one", 1, { sequence: 7, session });
    expect(await get()).toMatchObject({ left: { sequence: 7, session } });
    expect(await claim("two")).toEqual({ claimed: true, epoch: 2, left: { sequence: 7, session } });
    expect(await claim("two")).toEqual({ claimed: true, epoch: 2 });
    expect(await claim("three", "two")).toEqual({ claimed: true, epoch: 3, left: { sequence: 7 } });
  });

  it("is ended when no relay takes it", async () => {
    const { store, claim, release } = await streamsOn(engine, "a");
    const abandoned = async (before: number): Promise<string[]> =>
      (await store.read(() => abandonedRelayStreams("selfhost", before, 9))).map(({ id }) => id);
    const end = (epoch: number): Promise<boolean> => store.write(() => endAbandonedSession("a", epoch, 8));
    await claim("one");
    await release("one", 1, { sequence: 7, session });
    expect([await abandoned(9), await abandoned(10)]).toEqual([[], ["a"]]);
    await claim("two");
    expect([await abandoned(10), await end(1)]).toEqual([[], false]);
    await release("two", 2, { sequence: 7, session });
    expect([await end(1), await end(2), await end(2), await abandoned(10)]).toEqual([false, true, false, []]);
    expect(await claim("one")).toEqual({ claimed: true, epoch: 3, left: { sequence: 8 } });
  });
});
