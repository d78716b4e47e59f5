import type { ProviderAdapter } from "@polycast/core";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createRelay } from "./create-relay.ts";
import { selfhost } from "./selfhost.ts";
import { Encoder } from "./testing/encoder.ts";
import { MemoryPort } from "./testing/memory-port.ts";
import { aNewStream, aNewTarget, CANARY } from "./testing/records.ts";
import { Sink } from "./testing/sink.ts";

const context = { signal: new AbortController().signal };
let port: MemoryPort;
let adapter: ProviderAdapter;
let stack: AsyncDisposableStack;
let threads: number;
const count = (): void => void threads++;

beforeEach(() => {
  threads = 0;
  process.on("worker", count);
  stack = new AsyncDisposableStack();
  port = new MemoryPort();
  adapter = another();
});
afterEach(async () => {
  await stack.disposeAsync();
  process.off("worker", count);
});

/** An adapter of another process, over the same store. */
function another(): ProviderAdapter {
  return selfhost({ port, publicHost: "live.example", rtmpPort: 1_935 });
}

async function openSink(): Promise<Sink> {
  return stack.use(await Sink.open());
}

describe("an adapter over a port", () => {
  test("opens nothing, and makes ids, keys and addresses by itself", async () => {
    await adapter.start?.(context);
    const { stream, ingest } = await adapter.streams.create(aNewStream({ targets: [aNewTarget()] }), context);
    expect(ingest).toEqual([
      { protocol: "rtmp", url: "rtmp://live.example:1935/live", streamKey: expect.stringMatching(/^ik_\w{32}$/u) },
    ]);
    expect(await adapter.streams.getIngest(stream.id, context)).toEqual(ingest);
    expect(threads).toBe(0);
    expect(adapter, "its host has it already").not.toHaveProperty("restore");
    await adapter.close?.();
    expect(await adapter.streams.get(stream.id, context)).toEqual(stream);
  });

  test("sees what another one has changed", async () => {
    const { stream } = await adapter.streams.create(aNewStream({ targets: [aNewTarget()] }), context);
    const other = another();
    const renamed = await other.streams.update?.(stream.id, { name: "New" }, context);
    const target = await other.targets.create(stream.id, aNewTarget({ name: "B" }), context);
    const seen = await adapter.streams.get(stream.id, context);
    expect(seen.name).toBe(renamed?.name);
    expect(seen.targets?.map(({ name }) => name)).toEqual(["A", "B"]);
    await adapter.targets.delete(target, context);
    expect(await other.targets.list(stream.id, context)).toHaveLength(1);
    expect((await other.streams.list({ limit: 10 }, context)).data).toHaveLength(1);
    await adapter.streams.delete(stream.id, context);
    await expect(other.streams.get(stream.id, context)).rejects.toMatchObject({ code: "not_found" });
  });

  test("says of a stream that a relay has only what is wanted, and of others that they rest", async () => {
    const targets = [aNewTarget(), aNewTarget({ enabled: false })];
    const { stream } = await adapter.streams.create(aNewStream({ targets }), context);
    const states = async (): Promise<string[]> => {
      const { status, targets = [] } = await adapter.streams.get(stream.id, context);
      return [status, ...targets.map(({ status }) => status)].map(({ state }) => state);
    };
    expect(await states()).toEqual(["idle", "idle", "disabled"]);
    port.held.add(stream.id);
    expect(await states()).toEqual(["unknown", "unknown", "unknown"]);
  });

  test("makes changes of one stream one after the other, and none is lost", async () => {
    const { stream } = await adapter.streams.create(aNewStream(), context);
    const names = ["a", "b", "c", "d"];
    await Promise.all(names.map((name) => adapter.targets.create(stream.id, aNewTarget({ name }), context)));
    expect((await adapter.targets.list(stream.id, context)).map(({ name }) => name)).toEqual(names);
  });

  test("passes on commands, and refuses those about what is not there", async () => {
    const { stream } = await adapter.streams.create(aNewStream({ targets: [aNewTarget()] }), context);
    const [target] = stream.targets ?? [];
    if (!target) throw new Error("there is no target");
    await adapter.targets.restart?.(target, context);
    await adapter.streams.end?.(stream.id, context);
    const ids = { streamId: stream.id, targetId: target.id };
    expect(port.commands).toEqual([
      { kind: "restart", ...ids },
      { kind: "end", streamId: stream.id },
    ]);
    await expect(adapter.streams.end?.("nobody", context)).rejects.toMatchObject({ code: "not_found" });
    const nothing = { streamId: stream.id, id: "nothing" };
    await expect(adapter.targets.restart?.(nothing, context)).rejects.toMatchObject({ code: "not_found" });
    expect(port.commands).toHaveLength(2);
    const { puts } = port;
    await expect(adapter.targets.update?.(nothing, { name: "x" }, context)).rejects.toMatchObject({
      code: "not_found",
    });
    expect(port.puts).toBe(puts);
  });

  test("takes back a creation of which nobody knows whether it was kept", async () => {
    const { stream } = await adapter.streams.create(aNewStream(), context);
    port.fails = "lost";
    const undone = { code: "timeout", outcome: "not_applied" };
    await expect(adapter.targets.create(stream.id, aNewTarget(), context)).rejects.toMatchObject(undone);
    port.fails = "lost";
    await expect(adapter.streams.create(aNewStream(), context)).rejects.toMatchObject(undone);
    port.fails = "refused";
    await expect(adapter.streams.create(aNewStream(), context)).rejects.toMatchObject({ code: "provider_unavailable" });
    const { data } = await adapter.streams.list({ limit: 10 }, context);
    expect(data.map(({ targets }) => targets)).toEqual([[]]);
  });

  test("looks whether a deletion was kept of which nobody knows", async () => {
    const { stream } = await adapter.streams.create(aNewStream({ targets: [aNewTarget()] }), context);
    const [target] = stream.targets ?? [];
    if (!target) throw new Error("there is no target");
    port.fails = "refused";
    await expect(adapter.targets.delete(target, context)).rejects.toMatchObject({ code: "provider_unavailable" });
    port.fails = "lost";
    await adapter.targets.delete(target, context);
    expect(await adapter.targets.list(stream.id, context)).toEqual([]);
  });
});

test("the two halves with a port between them do what they do in one", async () => {
  const [kept, toggled] = [await openSink(), await openSink()];
  const relay = createRelay({ host: "127.0.0.1", rtmpPort: 0, allowPrivateTargets: true });
  stack.defer(() => relay.close());
  const ports = await relay.start();
  await port.connect(relay);
  const heard: string[] = [];
  adapter.subscribe?.((one) => void heard.push(one.kind === "target" ? one.status.state : one.kind));
  const targets = [kept, toggled].map(({ url }) => aNewTarget({ destination: { url, streamKey: CANARY } }));
  const { stream, ingest } = await adapter.streams.create(aNewStream({ targets }), context);
  const [address] = ingest;
  if (address?.protocol !== "rtmp") throw new Error("there is no RTMP ingest");
  const encoder = stack.use(await Encoder.start({ ...address, url: `rtmp://127.0.0.1:${ports.rtmp}/live` }));
  await Promise.all([kept.more(5), toggled.more(5)]);
  const [, second] = stream.targets ?? [];
  if (!second) throw new Error("there is no second target");
  await adapter.targets.update?.(second, { enabled: false }, context);
  await toggled.until("the end", () => toggled.last?.ended === "unpublished");
  await adapter.targets.update?.(second, { enabled: true }, context);
  await toggled.until("another publication", () => toggled.publications[1]?.frames.length);
  expect(kept.publications).toHaveLength(1);
  await adapter.targets.update?.(second, { destination: { url: kept.url, streamKey: "other" } }, context);
  await kept.until("the other key", () => kept.last?.streamKey === "other");
  await adapter.streams.rotateIngest?.(stream.id, context);
  await encoder.closed;
  expect(heard).toContain("live");
});
