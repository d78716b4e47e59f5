import { describe, expect, it } from "vitest";
import { engines } from "./contract/engines.test.support.ts";
import { sampleStream, sampleTarget } from "./sample-records.test.support.ts";
import type { Store } from "./store.ts";
import {
  deleteStream,
  getStream,
  insertStream,
  listStreams,
  type StreamQuery,
  streamsOf,
  updateStream,
} from "./streams.ts";
import { getTarget, insertTarget } from "./targets.ts";

const full = sampleStream({
  enabled: false,
  reference: "order-17",
  metadata: { campaign: "spring", empty: "" },
  ingestHash: "abc",
  tenantId: "acme",
  accepted: '{"name":"Sunday service"}',
  work: '{"attempts":1}',
  dueAt: 500,
  deletingAt: 400,
  switching: '{"to":"mux"}',
  notices: [{ code: "needs_key", message: "A key is missing." }],
});

async function insert(store: Store, ...streams: ReturnType<typeof sampleStream>[]): Promise<void> {
  await store.write(function* () {
    for (const stream of streams) yield* insertStream(stream);
  });
}

describe.each(engines)("streams on $name", (engine) => {
  it("come back as they were stored, with and without the optional fields", async () => {
    const store = await engine.open();
    const bare = sampleStream();
    await insert(store, full, bare);
    expect(await store.read(() => getStream(full.id))).toStrictEqual(full);
    expect(await store.read(() => getStream(bare.id))).toStrictEqual(bare);
    expect(await store.read(() => getStream("str_none"))).toBeUndefined();
  });

  it("change only in what is named", async () => {
    const store = await engine.open();
    await insert(store, full);
    expect(await store.write(() => updateStream(full.id, { name: "Evening", enabled: true, updatedAt: 2 }))).toBe(true);
    const changed = { ...full, name: "Evening", enabled: true, updatedAt: 2 };
    expect(await store.read(() => getStream(full.id))).toStrictEqual(changed);
    expect(await store.write(() => updateStream("str_none", { updatedAt: 2 }))).toBe(false);
  });

  it("lose what is set to null, and move to another provider", async () => {
    const store = await engine.open();
    await insert(store, full);
    const unset = { accepted: null, work: null, dueAt: null, deletingAt: null, switching: null };
    const emptied = { ...unset, reference: null, metadata: null, ingestHash: null };
    const moved = { provider: "mux", providerId: "native-2", notices: [], updatedAt: 2 };
    await store.write(() => updateStream(full.id, { ...emptied, ...moved }));
    const { id, name, enabled, ingestSealed, tenantId, createdAt } = full;
    const left = { id, name, enabled, ingestSealed, tenantId, createdAt, ...moved };
    expect(await store.read(() => getStream(id))).toStrictEqual(left);
  });

  it("go with their targets", async () => {
    const store = await engine.open();
    const target = sampleTarget(full.id);
    await insert(store, full);
    await store.write(() => insertTarget(target));
    expect(await store.write(() => deleteStream(full.id))).toBe(true);
    expect(await store.read(() => getTarget(target.id))).toBeUndefined();
    expect(await store.write(() => deleteStream(full.id))).toBe(false);
  });

  it("have a binding of their own", async () => {
    const store = await engine.open();
    await insert(store, full);
    const twin = sampleStream({ providerId: full.providerId });
    await expect(insert(store, twin)).rejects.toMatchObject({ code: "conflict" });
    await insert(store, { ...twin, provider: "mux-us" });
  });

  it("are listed newest first, each once, while others come and go", async () => {
    const store = await engine.open();
    // Several share a millisecond: the id then decides.
    const streams = Array.from({ length: 25 }, (_, index) => sampleStream({ createdAt: Math.floor(index / 4) }));
    await insert(store, ...streams);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? { limit: 4 } : { limit: 4, cursor };
      const page = await store.read(() => listStreams(query));
      seen.push(...page.data.map((stream) => stream.id));
      cursor = page.nextCursor;
      await insert(store, sampleStream({ createdAt: 100 }));
    } while (cursor !== undefined);
    expect(seen).toEqual(streams.map((stream) => stream.id).toReversed());
  });

  it("are filtered by provider, reference and tenant", async () => {
    const store = await engine.open();
    const other = sampleStream({ provider: "mux", reference: "order-17" });
    await insert(store, full, other, sampleStream());
    const list = async (query: Partial<StreamQuery>): Promise<string[]> =>
      (await store.read(() => listStreams({ limit: 10, ...query }))).data.map((stream) => stream.id);
    expect(await list({ reference: "order-17" })).toEqual([other.id, full.id]);
    expect(await list({ reference: "order-17", provider: "mux" })).toEqual([other.id]);
    expect(await list({ tenantId: "acme" })).toEqual([full.id]);
    expect(await list({ tenantId: "other" })).toEqual([]);
    expect(await store.read(() => streamsOf("mux"))).toStrictEqual([other]);
  });

  it("refuse a foreign cursor", async () => {
    const store = await engine.open();
    const list = store.read(() => listStreams({ limit: 10, cursor: "' or 1=1" }));
    await expect(list).rejects.toMatchObject({ code: "invalid_argument" });
  });
});
