import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import {
  deleteRelayStream,
  listRelayStreams,
  putRelayStream,
  relayRevisions,
  relayRevisionsOf,
  relayStreamsAfter,
} from "./relay-streams.ts";
import { streamsOn } from "./relay-streams.test.support.ts";
import { toldOn } from "./told-on.test.support.ts";

describe.each(engines)("what the relays are to do on $name", (engine) => {
  it("gets a revision with every change, which is told", async () => {
    const { store, put, get } = await streamsOn(engine);
    const told = await toldOn(store, "relays", async () => {
      expect([await put("a"), await put("a", "v1.b")]).toEqual([1, 2]);
    });
    expect(told).toEqual(["a", "a"]);
    const record = { id: "a", revision: 2, epoch: 0, released: true, instance: "selfhost", wantedSealed: "v1.b" };
    expect(await get()).toStrictEqual({ ...record, createdAt: 1, updatedAt: 1 });
    const remove = (): Promise<boolean> => store.write(() => deleteRelayStream("a"));
    expect(await toldOn(store, "relays", remove)).toEqual(["a"]);
    expect(await remove()).toBe(false);
    expect(await get()).toBeUndefined();
  });

  it("is listed by instance, page by page, with and without what is wanted", async () => {
    const { store, put } = await streamsOn(engine, "c", "a", "b");
    await put("d", "v1.a", "elsewhere");
    const list = (after: string, limit: number) => store.read(() => relayStreamsAfter("selfhost", after, limit));
    const revisions = (after: string, limit: number) => store.read(() => relayRevisions("selfhost", after, limit));
    expect((await list("", 2)).map(({ id }) => id)).toEqual(["a", "b"]);
    expect((await list("b", 2)).map(({ id }) => id)).toEqual(["c"]);
    expect(await revisions("b", 9)).toStrictEqual([{ id: "c", revision: 1, epoch: 0, released: true }]);
    expect(await revisions("", 2)).toHaveLength(2);
    const of = await store.read(() => relayRevisionsOf(["a", "none", "d"]));
    expect(of.map(({ id }) => id).toSorted()).toEqual(["a", "d"]);
    expect(await store.read(() => relayRevisionsOf([]))).toEqual([]);
  });

  it("is listed newest first, by when it was made", async () => {
    const { store } = await streamsOn(engine);
    const put = (id: string, createdAt: number, updatedAt: number) =>
      store.write(() => putRelayStream({ id, instance: "selfhost", wantedSealed: "v1.a", createdAt, updatedAt }));
    for (const [id, createdAt] of [
      ["b", 5],
      ["c", 7],
      ["a", 7],
    ] as const)
      await put(id, createdAt, 9);
    await put("b", 8, 10);
    const list = (cursor?: string) =>
      store.read(() => listRelayStreams("selfhost", { limit: 2, ...(cursor === undefined ? {} : { cursor }) }));
    const first = await list();
    expect(first.data.map(({ id }) => id)).toEqual(["c", "a"]);
    const second = await list(first.nextCursor);
    expect([second.data.map(({ id }) => id), second.nextCursor]).toEqual([["b"], undefined]);
    expect(second.data).toMatchObject([{ createdAt: 5, updatedAt: 10 }]);
    await expect(list("nonsense")).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
