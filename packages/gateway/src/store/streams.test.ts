import { describe, expect, it } from "vitest";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import { deleteStream, getStream, insertStream, listStreams, streamsOf, updateStream } from "./streams.ts";
import { getTarget, insertTarget } from "./targets.ts";
import { temporaryStore } from "./temporary-store.test.support.ts";

const full = sampleStream({
  enabled: false,
  reference: "order-17",
  metadata: { campaign: "spring", empty: "" },
  ingestHash: "abc",
});

async function insert(store: Store, ...streams: ReturnType<typeof sampleStream>[]): Promise<void> {
  await store.write((transaction) => streams.forEach((stream) => insertStream(transaction, stream)));
}

describe("streams", () => {
  it("come back as they were stored, with and without the optional fields", async () => {
    const store = temporaryStore();
    const bare = sampleStream();
    await insert(store, full, bare);
    expect(await store.read((reader) => getStream(reader, full.id))).toStrictEqual(full);
    expect(await store.read((reader) => getStream(reader, bare.id))).toStrictEqual(bare);
    expect(await store.read((reader) => getStream(reader, "str_none"))).toBeUndefined();
  });

  it("change only in what is named", async () => {
    const store = temporaryStore();
    await insert(store, full);
    expect(await store.write((tx) => updateStream(tx, full.id, { name: "Evening", enabled: true, updatedAt: 2 }))).toBe(
      true,
    );
    const changed = { ...full, name: "Evening", enabled: true, updatedAt: 2 };
    expect(await store.read((reader) => getStream(reader, full.id))).toStrictEqual(changed);
    expect(await store.write((tx) => updateStream(tx, "str_none", { updatedAt: 2 }))).toBe(false);
  });

  it("go with their targets", async () => {
    const store = temporaryStore();
    const target = sampleTarget(full.id);
    await insert(store, full);
    await store.write((transaction) => insertTarget(transaction, target));
    expect(await store.write((transaction) => deleteStream(transaction, full.id))).toBe(true);
    expect(await store.read((reader) => getTarget(reader, target.id))).toBeUndefined();
    expect(await store.write((transaction) => deleteStream(transaction, full.id))).toBe(false);
  });

  it("have a binding of their own", async () => {
    const store = temporaryStore();
    await insert(store, full);
    const twin = sampleStream({ providerId: full.providerId });
    await expect(insert(store, twin)).rejects.toMatchObject({ code: "conflict" });
    await insert(store, { ...twin, provider: "mux-us" });
  });

  it("are listed newest first, each once, while others come and go", async () => {
    const store = temporaryStore();
    // Several share a millisecond: the id then decides.
    const streams = Array.from({ length: 25 }, (_, index) => sampleStream({ createdAt: Math.floor(index / 4) }));
    await insert(store, ...streams);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? { limit: 4 } : { limit: 4, cursor };
      const page = await store.read((reader) => listStreams(reader, query));
      seen.push(...page.data.map((stream) => stream.id));
      cursor = page.nextCursor;
      await insert(store, sampleStream({ createdAt: 100 }));
    } while (cursor !== undefined);
    expect(seen).toEqual(streams.map((stream) => stream.id).toReversed());
  });

  it("are filtered by provider and reference", async () => {
    const store = temporaryStore();
    const other = sampleStream({ provider: "mux", reference: "order-17" });
    await insert(store, full, other, sampleStream());
    const list = (query: { provider?: string; reference?: string }): Promise<string[]> =>
      store.read((reader) => listStreams(reader, { ...query, limit: 10 }).data.map((stream) => stream.id));
    expect(await list({ reference: "order-17" })).toEqual([other.id, full.id]);
    expect(await list({ reference: "order-17", provider: "mux" })).toEqual([other.id]);
    expect(await store.read((reader) => streamsOf(reader, "mux"))).toStrictEqual([other]);
  });

  it("refuse a foreign cursor", async () => {
    const store = temporaryStore();
    const list = store.read((reader) => listStreams(reader, { limit: 10, cursor: "' or 1=1" }));
    await expect(list).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
