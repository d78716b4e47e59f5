import { describe, expect, test } from "vitest";
import { createFake } from "../client/fake-adapter.test.support.ts";
import { createMultistream } from "../client/create-multistream.ts";
import type { StreamObservation, TargetObservation } from "../contract/observation.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { Stream, StreamState } from "../model/stream.ts";
import type { TargetState } from "../model/target-status.ts";
import { memoryStateStore } from "./memory-state-store.ts";
import type { StateStore } from "./state-store.ts";

const start = Date.parse("2026-03-01T12:00:00Z");

function at(second: number) {
  return { occurredAt: new Date(start + second * 1000).toISOString(), sequence: (start + second * 1000) * 1000 };
}

function streamIs(state: StreamState, second: number): StreamObservation {
  return { kind: "stream", streamId: "s1", status: { state, source: "webhook" }, ...at(second) };
}

function targetIs(state: TargetState, second: number): TargetObservation {
  const status = { state, source: "webhook", since: at(second).occurredAt } as const;
  return { kind: "target", streamId: "s1", targetId: "t1", status, ...at(second) };
}

/** A provider that, like Livepeer, tells on a read that a stream is live but not how its targets are. */
function setUp(state: StateStore = memoryStateStore()) {
  const fake = createFake({ streams: [] });
  function read(stream: StreamState): void {
    const target = aTarget({ status: { state: stream === "live" ? "unknown" : "idle", source: "api" } });
    fake.streams.set("s1", aStream({ status: { state: stream, source: "api" }, targets: [target] }));
  }
  read("live");
  return { fake, read, live: createMultistream({ provider: fake.adapter, state }) };
}

const ref = { streamId: "s1", id: "t1" };

describe("with a state store", () => {
  test("what a webhook told is shown by every read", async () => {
    const { live } = setUp();
    expect((await live.targets.get(ref)).status.state).toBe("unknown");
    await live.observe([streamIs("live", 0), targetIs("live", 7)]);
    expect((await live.targets.get(ref)).status).toMatchObject({ state: "live", source: "webhook" });
    expect((await live.targets.list("s1"))[0]?.status.state).toBe("live");
    expect((await live.streams.get("s1")).targets?.[0]?.status.state).toBe("live");
    expect((await live.streams.list()).data[0]?.targets?.[0]?.status.state).toBe("live");
  });

  test("an answer that can tell wins over what was observed", async () => {
    const { live, read } = setUp();
    await live.observe([streamIs("live", 0), targetIs("live", 7)]);
    read("idle");
    const stream = await live.streams.get("s1");
    expect([stream.status.state, stream.targets?.[0]?.status.state]).toEqual(["idle", "idle"]);
  });

  test("what was observed in a session that is over is not shown in the next", async () => {
    const { live, read } = setUp();
    await live.observe([streamIs("live", 0), targetIs("live", 7), streamIs("idle", 60)]);
    read("live");
    expect((await live.targets.get(ref)).status.state).toBe("unknown");
  });

  test("late and repeated observations change nothing and tell nothing", async () => {
    const { live } = setUp();
    const told = await live.observe([streamIs("live", 0), targetIs("retrying", 9)]);
    expect(told.map(({ type }) => type)).toEqual(["stream.live", "target.retrying"]);
    expect(await live.observe([targetIs("live", 7), targetIs("retrying", 9)])).toEqual([]);
    expect((await live.targets.get(ref)).status.state).toBe("retrying");
  });

  test("an observation without its stream finds it by the target's id", async () => {
    const { live } = setUp();
    await live.observe([streamIs("live", 0)]);
    const { streamId: _left, ...unplaced } = targetIs("live", 7);
    const told = await live.observe([unplaced]);
    expect(told).toMatchObject([{ type: "target.live", streamId: "s1" }]);
    expect(await live.observe([{ ...unplaced, targetId: "nobody's" }])).toEqual([]);
  });

  test("two clients over one store lose nothing", async () => {
    const state = memoryStateStore();
    const { fake, live } = setUp(state);
    const second = createMultistream({ provider: fake.adapter, state });
    await Promise.all([live.observe([streamIs("live", 0)]), second.observe([targetIs("live", 7)])]);
    expect((await second.streams.get("s1")).targets?.[0]?.status.state).toBe("live");
  });

  test("a stream that is gone is no error, and a deleted one is forgotten", async () => {
    const { fake, live } = setUp();
    await live.observe([streamIs("live", 0), targetIs("live", 7)]);
    await live.streams.delete("s1");
    expect(await live.observe([targetIs("retrying", 9)])).toEqual([]);
    fake.streams.set("s1", aStream({ targets: [aTarget({ status: { state: "unknown", source: "api" } })] }));
    expect((await live.targets.get(ref)).status.state).toBe("unknown");
  });

  test("what lapses is shown as such by every read, although nobody tells it", async () => {
    const { live } = setUp();
    const lapses = { at: new Date().toISOString(), status: { state: "unknown", source: "assumed", native: "lapsed" } };
    const status = { state: "connecting", source: "assumed" } as const;
    await live.observe([streamIs("live", 0), { ...targetIs("connecting", 1), status, lapses } as TargetObservation]);
    expect((await live.targets.get(ref)).status).toMatchObject({ state: "unknown" });
  });

  test("an entry that cannot be read is learnt anew", async () => {
    const state = memoryStateStore();
    await state.compareAndSet("polycast:fake:stream:s1", "{not json");
    const { live } = setUp(state);
    await live.observe([targetIs("live", 7)]);
    expect((await live.targets.get(ref)).status.state).toBe("live");
  });

  test("a store that never takes the write is an error to deliver again", async () => {
    const state: StateStore = { ...memoryStateStore(), compareAndSet: async () => false };
    const { live } = setUp(state);
    await expect(live.observe([streamIs("live", 0)])).rejects.toMatchObject({ code: "conflict", retryable: true });
  });
});

test("without a state store observing is refused, and says what to do", async () => {
  const live = createMultistream({ provider: createFake().adapter });
  await expect(live.observe([streamIs("live", 0)])).rejects.toMatchObject({ code: "unsupported" });
});

test("what is stored holds no credential", async () => {
  const state = memoryStateStore();
  const { live } = setUp(state);
  const { stream, ingest } = await live.streams.create({
    name: "Show",
    targets: [{ name: "T", destination: { url: "rtmp://example.com/app", streamKey: "canary-target-key" } }],
  });
  await live.observe([{ ...streamIs("live", 0), streamId: stream.id }]);
  const stored = await state.get(`polycast:fake:stream:${stream.id}`);
  expect(readStored(stored?.value)).toMatchObject({ id: stream.id });
  expect(stored?.value).not.toContain("canary-target-key");
  const keys = ingest.flatMap((way) => (way.protocol === "srt" ? [] : [way.streamKey]));
  expect(keys).toHaveLength(1);
  for (const key of keys) expect(stored?.value).not.toContain(key);
});

function readStored(value = "{}"): Stream {
  return (JSON.parse(value) as { stream: Stream }).stream;
}
