import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { newId } from "./ids.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { insertStream } from "./streams.ts";
import {
  deleteTarget,
  getTarget,
  insertTarget,
  listTargets,
  listTargetsOf,
  type TargetQuery,
  type TargetRecord,
  targetsOf,
  updateTarget,
} from "./targets.ts";

const stream = sampleStream();
const other = sampleStream({ provider: "mux", tenantId: "acme" });

const full = sampleTarget(stream.id, {
  enabled: false,
  videoOnly: true,
  reference: "channel-9",
  metadata: { language: "de" },
  destination: { redacted: true, protocol: "rtmps", host: "live.twitch.tv", keyHint: "…x7Qz", preset: "twitch" },
  destinationHash: "abc",
  notices: [{ code: "needs_manual_go_live", message: "Press Go live there." }],
  accepted: '{"there":false}',
  work: '{"attempts":1}',
  deletingAt: 400,
});

describe.each(engines)("targets on $name", (engine) => {
  async function storeWith(...targets: TargetRecord[]): Promise<Store> {
    const store = await engine.open();
    await store.write(function* () {
      yield* insertStream(stream);
      yield* insertStream(other);
      for (const target of targets) yield* insertTarget(target);
    });
    return store;
  }

  it("come back as they were stored, with and without the optional fields", async () => {
    const bare = sampleTarget(stream.id);
    const store = await storeWith(full, bare);
    expect(await store.read(() => targetsOf(stream.id))).toStrictEqual([full, bare]);
    expect(await store.read(() => getTarget(full.id))).toStrictEqual(full);
  });

  it("change only in what is named", async () => {
    const store = await storeWith(full);
    const changes = { enabled: true, videoOnly: false, notices: [], providerId: "native-2", updatedAt: 2 };
    expect(await store.write(() => updateTarget(full.id, changes))).toBe(true);
    expect(await store.read(() => getTarget(full.id))).toStrictEqual({ ...full, ...changes });
  });

  it("lose what is set to null", async () => {
    const store = await storeWith(full);
    const unset = { providerId: null, videoOnly: null, reference: null, metadata: null };
    const changes = { ...unset, accepted: null, work: null, deletingAt: null, destinationHash: "def", updatedAt: 2 };
    await store.write(() => updateTarget(full.id, changes));
    const { id, streamId, name, enabled, rendition, destinationSealed, destination, notices, createdAt } = full;
    const left = { id, streamId, name, enabled, rendition, destinationSealed, destination, notices, createdAt };
    const changed = { ...left, destinationHash: "def", updatedAt: 2 };
    expect(await store.read(() => getTarget(id))).toStrictEqual(changed);
  });

  it("may be many that the provider does not have, and one of each that it has", async () => {
    const { providerId: _none, ...absent } = sampleTarget(stream.id);
    const twin = { ...absent, id: newId("target") };
    const store = await storeWith(full, absent, twin);
    expect(await store.read(() => targetsOf(stream.id))).toStrictEqual([full, absent, twin]);
    const taken = store.write(() => updateTarget(twin.id, { providerId: full.providerId ?? "", updatedAt: 2 }));
    await expect(taken).rejects.toMatchObject({ code: "conflict" });
  });

  it("are deleted once", async () => {
    const store = await storeWith(full);
    expect(await store.write(() => deleteTarget(full.id))).toBe(true);
    expect(await store.write(() => deleteTarget(full.id))).toBe(false);
    expect(await store.read(() => getTarget(full.id))).toBeUndefined();
  });

  it("need their stream", async () => {
    const store = await storeWith();
    const write = store.write(() => insertTarget(sampleTarget("str_none")));
    await expect(write).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("belongs to") });
  });

  it("are listed of one stream over pages, oldest first", async () => {
    const [first, ...same] = ["tgt_1", "tgt_2", "tgt_3"].map((id, n) =>
      sampleTarget(stream.id, { id, createdAt: n ? 9 : 8 }),
    );
    const last = sampleTarget(stream.id, { id: "tgt_0", createdAt: 10 });
    const own = [first, ...same, last].filter((one) => one !== undefined);
    const store = await storeWith(...own.toReversed(), sampleTarget(other.id, { createdAt: 9 }));
    const list = (limit: number, cursor?: string) =>
      store.read(() => listTargetsOf(stream.id, { limit, ...(cursor === undefined ? {} : { cursor }) }));
    const page = await list(2);
    expect(page).toStrictEqual({ data: own.slice(0, 2), nextCursor: expect.any(String) });
    expect(await list(2, page.nextCursor)).toStrictEqual({ data: own.slice(2) });
    expect(await list(9)).toStrictEqual({ data: own });
    // What a page ended with may be gone meanwhile, and what is newer joins the end.
    await store.write(function* () {
      yield* deleteTarget("tgt_2");
      yield* insertTarget(sampleTarget(stream.id, { id: "tgt_new", createdAt: 11 }));
    });
    const rest = (await list(9, page.nextCursor)).data.map(({ id }) => id);
    expect(rest).toEqual(["tgt_3", "tgt_0", "tgt_new"]);
    await expect(list(2, "foreign")).rejects.toMatchObject({ code: "invalid_argument", issues: [{ path: "cursor" }] });
  });

  it("are listed over all streams, newest first, by stream, provider and tenant", async () => {
    const [a, b, c] = [sampleTarget(stream.id), sampleTarget(other.id), sampleTarget(stream.id)];
    const store = await storeWith(a, b, c);
    const list = async (query: TargetQuery): Promise<{ ids: string[]; nextCursor: string | undefined }> => {
      const { data, nextCursor } = await store.read(() => listTargets(query));
      return { ids: data.map((target) => target.id), nextCursor };
    };
    const first = await list({ limit: 2 });
    expect(first.ids).toEqual([c.id, b.id]);
    expect(await list({ limit: 2, cursor: first.nextCursor ?? "" })).toEqual({ ids: [a.id], nextCursor: undefined });
    expect((await list({ limit: 9, streamId: stream.id })).ids).toEqual([c.id, a.id]);
    expect((await list({ limit: 9, provider: "mux" })).ids).toEqual([b.id]);
    expect((await list({ limit: 9, provider: "mux", streamId: stream.id })).ids).toEqual([]);
    expect((await list({ limit: 9, tenantId: "acme" })).ids).toEqual([b.id]);
    expect((await list({ limit: 9, tenantId: "other" })).ids).toEqual([]);
  });
});
