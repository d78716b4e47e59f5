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
