import { type Capabilities, createMultistream, MultistreamError, type Stream } from "@polycast/core";
import type { Rule } from "@polycast/core/provider";
import { everythingAllowed, type FakeProvider, fakeProvider } from "@polycast/core/testing";
import { describe, expect, test, vi } from "vitest";
import type { Store } from "../../store/index.ts";
import { failingStore } from "../failing-store.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const twitch = { name: "Twitch", destination: { preset: "twitch", streamKey: "live_planted_key_0001" } };
const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };

const { update: allowed } = everythingAllowed().stream;
const refused: Rule = { ...allowed, idle: "refused", live: "refused", reason: "it has no such call" };
const onlyIdle: Rule = { ...allowed, live: "refused", reason: "only while idle" };

/** What the provider has, read past the gateway. */
async function streamsAt({ provider }: FakeProvider): Promise<Stream[]> {
  return (await createMultistream({ provider }).streams.list()).data;
}

/** A provider that keeps these fields of a stream. */
function keeping(...stream: Capabilities["stores"]["stream"]): FakeProvider {
  return fakeProvider({ capabilities: everythingAllowed({ stores: { stream, target: ["name"] } }) });
}

describe("create", () => {
  test("makes the stream at the provider, stores it, and answers with our ids", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    const { streams } = opened.control;
    const { stream, ingest } = await streams.create({ name: "Show", reference: "r-1", targets: [twitch, custom] });
    expect(stream).toMatchObject({
      id: expect.stringMatching(/^str_/u),
      provider: "fake",
      name: "Show",
      enabled: true,
      status: { state: "idle" },
      reference: "r-1",
      bindings: [{ provider: "fake", id: "stream-1" }],
    });
    expect(stream.targets?.map(({ name, destination }) => [name, destination.host])).toEqual([
      ["Twitch", expect.any(String)],
      ["Custom", "media.example.com"],
    ]);
    expect(ingest).toMatchObject([{ protocol: "rtmp", streamKey: expect.stringContaining("fake-ingest") }]);
    expect(await streams.get(stream.id)).toEqual(stream);
    expect(await streams.get("fake:stream-1")).toEqual(stream);
    expect((await opened.events()).map(({ type }) => type)).toEqual([
      "stream.created",
      "target.created",
      "target.created",
    ]);
  });

  test("keeps reference and metadata itself, and sends them only to a provider with a slot", async () => {
    const without = keeping("name");
    const withSlot = keeping("name", "reference");
    const created = vi.spyOn(without.provider.streams, "create");
    const createdWithSlot = vi.spyOn(withSlot.provider.streams, "create");
    await using opened = await openTestControl({ without: without.provider, "with-slot": withSlot.provider });
    const input = { name: "Show", reference: "r-1", metadata: { a: "b" } };
    const first = await opened.control.streams.create(input);
    const second = await opened.control.streams.create({ ...input, provider: "with-slot" });
    expect(created).toHaveBeenCalledOnce();
    expect(created.mock.lastCall?.[0]).not.toHaveProperty("reference");
    expect(createdWithSlot.mock.lastCall?.[0]).toMatchObject({ reference: "r-1" });
    expect(createdWithSlot.mock.lastCall?.[0]).not.toHaveProperty("metadata");
    expect([first.stream.reference, second.stream.metadata]).toEqual(["r-1", { a: "b" }]);
  });

  test("says when options are for another provider", async () => {
    await using opened = await openTestControl({ fake: fakeProvider().provider });
    const { stream } = await opened.control.streams.create({ name: "Show", providerOptions: { mux: { a: 1 } } });
    expect(stream.notices).toMatchObject([{ code: "ignored_provider_options" }]);
  });

  test.each([
    ["an unknown provider", { name: "A", provider: "nobody" }, { code: "invalid_argument" }],
    ["a bad input", { name: "" }, { code: "invalid_argument", issues: [{ path: "name" }] }],
    [
      "a protocol that the provider has not",
      { name: "A", targets: [{ name: "S", destination: { url: "srt://example.com:9000" } }] },
      { code: "unsupported" },
    ],
  ])("refuses %s before any call", async (_, input, error) => {
    const protocols: Capabilities["protocols"] = ["rtmp", "rtmps"];
    const fake = fakeProvider({ capabilities: everythingAllowed({ protocols, limits: { targetsPerStream: 1 } }) });
    await using opened = await openTestControl({ fake: fake.provider });
    await expect(opened.control.streams.create(input)).rejects.toMatchObject(error);
    expect(fake.calls()).not.toContain("streams.create");
  });

  test("takes the provider's stream back when it cannot be stored", async () => {
    const fake = fakeProvider();
    const failures: Error[] = [];
    const wrapStore = (store: Store): Store => failingStore(store, failures);
    await using opened = await openTestControl({ fake: fake.provider }, { wrapStore });
    failures.push(new MultistreamError("provider_unavailable", "The disk is full."));
    const creating = opened.control.streams.create({ name: "Show" });
    await expect(creating).rejects.toMatchObject({ code: "provider_unavailable", outcome: "not_applied" });
    expect(await streamsAt(fake)).toEqual([]);
    expect((await opened.control.streams.list({})).data).toEqual([]);
  });

  test("says what remains at the provider when it cannot be taken back either", async () => {
    const fake = fakeProvider();
    const failures: Error[] = [];
    const wrapStore = (store: Store): Store => failingStore(store, failures);
    await using opened = await openTestControl({ fake: fake.provider }, { wrapStore });
    failures.push(new MultistreamError("provider_unavailable", "The disk is full."));
    fake.failNext("streams.delete", new MultistreamError("timeout", "No answer."));
    const creating = opened.control.streams.create({ name: "Show" });
    await expect(creating).rejects.toMatchObject({ outcome: "unknown", hint: expect.stringContaining('"stream-1"') });
  });
});

describe("update", () => {
  test("sends what changes, stores it and tells what was before", async () => {
    const fake = keeping("name");
    await using opened = await openTestControl({ fake: fake.provider });
    const { streams } = opened.control;
    const { stream } = await streams.create({ name: "Show" });
    const update = vi.spyOn(fake.provider.streams, "update");
    const updated = await streams.update(stream.id, { name: "Better", enabled: true, reference: "r" });
    expect(update.mock.lastCall?.[1]).toEqual({ name: "Better" });
    expect(updated).toMatchObject({ name: "Better", enabled: true, reference: "r" });
    expect(await streams.get(stream.id)).toEqual(updated);
    expect(await opened.eventOf("stream.updated")).toMatchObject({
      data: { changed: ["name", "reference"], previous: { name: "Show" }, stream: { name: "Better" } },
    });
  });

  test("does nothing when all is as asked for already", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    const { stream } = await opened.control.streams.create({ name: "Show" });
    expect(await opened.control.streams.update(stream.id, { name: "Show" })).toEqual(stream);
    expect(fake.calls()).not.toContain("streams.update");
    expect(await opened.events()).toHaveLength(1);
  });

  test("a wish that cannot be stored fails, and the provider is not told", async () => {
    const fake = fakeProvider();
    const failures: Error[] = [];
    const wrapStore = (store: Store): Store => failingStore(store, failures);
    await using opened = await openTestControl({ fake: fake.provider }, { wrapStore });
    const { stream } = await opened.control.streams.create({ name: "Show" });
    failures.push(new MultistreamError("provider_unavailable", "The disk is full."));
    await expect(opened.control.streams.update(stream.id, { name: "B" })).rejects.toMatchObject({
      outcome: "not_applied",
    });
    expect(await streamsAt(fake)).toMatchObject([{ id: "stream-1", name: "Show" }]);
    expect((await opened.control.streams.get(stream.id)).name).toBe("Show");
  });

  test("obeys the rule for the state that the stream is in", async () => {
    const { stream: rules } = everythingAllowed();
    const fake = fakeProvider({
      capabilities: everythingAllowed({ stream: { ...rules, update: onlyIdle, disable: refused } }),
    });
    await using opened = await openTestControl({ fake: fake.provider });
    const { streams } = opened.control;
    const { stream } = await streams.create({ name: "Show" });
    await streams.update(stream.id, { name: "Idle" });
    fake.goLive("stream-1");
    const waiting = await streams.update(stream.id, { name: "Live" });
    expect(waiting).toMatchObject({ name: "Live", pending: { changes: ["update"], applies: "stream_idle" } });
    expect(await streamsAt(fake)).toMatchObject([{ name: "Idle" }]);
    await expect(streams.update(stream.id, { enabled: false })).rejects.toMatchObject({ code: "unsupported" });
    expect(await streams.actions(stream.id)).toMatchObject({
      "stream.update": { allowed: true, applies: "stream_idle", via: "emulated" },
      "stream.disable": { allowed: false, code: "unsupported" },
      "stream.end": { allowed: true, applies: "now" },
    });
    fake.endSession("stream-1");
    await expect.poll(async () => (await streams.get(stream.id)).pending).toBeUndefined();
    expect(await streamsAt(fake)).toMatchObject([{ name: "Live" }]);
  });

  test("changes of one stream wait for each other", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    const { stream } = await opened.control.streams.create({ name: "0" });
    const order: string[] = [];
    fake.beforeAnswer("streams.update", async () => {
      await new Promise((resolve) => setImmediate(resolve));
      order.push("first answered");
    });
    const first = opened.control.streams.update(stream.id, { name: "1" });
    const second = opened.control.streams.update(stream.id, { name: "2" }).then(() => order.push("second done"));
    await Promise.all([first, second]);
    expect(order).toEqual(["first answered", "second done"]);
    expect((await opened.control.streams.get(stream.id)).name).toBe("2");
  });
});

describe("the rest", () => {
  test("delete removes it everywhere and may be repeated", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    const { stream } = await opened.control.streams.create({ name: "Show", targets: [custom] });
    await opened.control.streams.delete(stream.id);
    await opened.control.streams.delete(stream.id);
    expect(await streamsAt(fake)).toEqual([]);
    await expect(opened.control.streams.get(stream.id)).rejects.toMatchObject({ code: "not_found" });
    expect((await opened.events()).filter(({ type }) => type === "stream.deleted")).toHaveLength(1);
  });

  test("lists pages newest first, by provider and by reference", async () => {
    const providers = { one: fakeProvider().provider, two: fakeProvider().provider };
    await using opened = await openTestControl(providers);
    const { streams } = opened.control;
    for (const name of ["a", "b", "c"]) await streams.create({ name, reference: name });
    await streams.create({ name: "d", provider: "two" });
    const names = async (query: unknown) => {
      const page = await streams.list(query);
      return { names: page.data.map(({ name }) => name), next: page.nextCursor };
    };
    const first = await names({ limit: 3 });
    expect(first).toEqual({ names: ["d", "c", "b"], next: expect.any(String) });
    expect(await names({ limit: 3, cursor: first.next })).toEqual({ names: ["a"], next: undefined });
    expect((await names({ provider: "two" })).names).toEqual(["d"]);
    expect((await names({ reference: "b" })).names).toEqual(["b"]);
    await expect(streams.list({ limit: 0 })).rejects.toMatchObject({ code: "invalid_argument" });
    await expect(streams.list({ refrence: "b" })).rejects.toMatchObject({ code: "invalid_argument" });
  });

  test("rotates the ingest and answers it as the provider has it", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    const { stream, ingest } = await opened.control.streams.create({ name: "Show" });
    expect(await opened.control.streams.getIngest(stream.id)).toEqual(ingest);
    const rotated = await opened.control.streams.rotateIngest(stream.id);
    expect(rotated).not.toEqual(ingest);
    expect(await opened.control.streams.getIngest(stream.id)).toEqual(rotated);
  });

  test("a provider's failure passes with its words and shows in its health", async () => {
    const fake = fakeProvider();
    await using opened = await openTestControl({ fake: fake.provider });
    fake.failNext("streams.create", new MultistreamError("unauthenticated", "Bad token.", { provider: "fake" }));
    await expect(opened.control.streams.create({ name: "Show" })).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await opened.control.providers.get("fake")).toMatchObject({
      default: true,
      health: { state: "failing", lastFailure: { code: "unauthenticated" } },
    });
    await opened.control.streams.create({ name: "Show" });
    expect((await opened.control.providers.get("fake")).health.state).toBe("ok");
  });
});
