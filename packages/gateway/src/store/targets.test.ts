import { describe, expect, it } from "vitest";
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
import { temporaryStore } from "./temporary-store.test.support.ts";

const stream = sampleStream();
const other = sampleStream({ provider: "mux" });

const full = sampleTarget(stream.id, {
  enabled: false,
  videoOnly: true,
  reference: "channel-9",
  metadata: { language: "de" },
  destination: { redacted: true, protocol: "rtmps", host: "live.twitch.tv", keyHint: "…x7Qz", preset: "twitch" },
  notices: [{ code: "needs_manual_go_live", message: "Press Go live there." }],
});

async function storeWith(...targets: TargetRecord[]): Promise<Store> {
  const store = temporaryStore();
  await store.write((transaction) => {
    insertStream(transaction, stream);
    insertStream(transaction, other);
    for (const target of targets) insertTarget(transaction, target);
  });
  return store;
}

describe("targets", () => {
  it("come back as they were stored, with and without the optional fields", async () => {
    const bare = sampleTarget(stream.id);
    const store = await storeWith(full, bare);
    expect(await store.read((reader) => targetsOf(reader, stream.id))).toStrictEqual([full, bare]);
    expect(await store.read((reader) => getTarget(reader, full.id))).toStrictEqual(full);
  });

  it("change only in what is named", async () => {
    const store = await storeWith(full);
    const changes = { enabled: true, videoOnly: false, notices: [], providerId: "native-2", updatedAt: 2 };
    expect(await store.write((transaction) => updateTarget(transaction, full.id, changes))).toBe(true);
    expect(await store.read((reader) => getTarget(reader, full.id))).toStrictEqual({ ...full, ...changes });
  });

  it("are deleted once", async () => {
    const store = await storeWith(full);
    expect(await store.write((transaction) => deleteTarget(transaction, full.id))).toBe(true);
    expect(await store.write((transaction) => deleteTarget(transaction, full.id))).toBe(false);
    expect(await store.read((reader) => getTarget(reader, full.id))).toBeUndefined();
  });

  it("need their stream", async () => {
    const store = await storeWith();
    const write = store.write((transaction) => insertTarget(transaction, sampleTarget("str_none")));
    await expect(write).rejects.toMatchObject({ code: "conflict", message: expect.stringContaining("belongs to") });
  });

  it("are listed over all streams, newest first, by stream and by provider", async () => {
    const [a, b, c] = [sampleTarget(stream.id), sampleTarget(other.id), sampleTarget(stream.id)];
    const store = await storeWith(a, b, c);
    const list = async (query: TargetQuery): Promise<{ ids: string[]; nextCursor: string | undefined }> => {
      const { data, nextCursor } = await store.read((reader) => listTargets(reader, query));
      return { ids: data.map((target) => target.id), nextCursor };
    };
    const first = await list({ limit: 2 });
    expect(first.ids).toEqual([c.id, b.id]);
    expect(await list({ limit: 2, cursor: first.nextCursor ?? "" })).toEqual({ ids: [a.id], nextCursor: undefined });
    expect((await list({ limit: 9, streamId: stream.id })).ids).toEqual([c.id, a.id]);
    expect((await list({ limit: 9, provider: "mux" })).ids).toEqual([b.id]);
    expect((await list({ limit: 9, provider: "mux", streamId: stream.id })).ids).toEqual([]);
  });
});
