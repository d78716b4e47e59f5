import { describe, expect, test } from "vitest";
import type { TargetObservation } from "../contract/observation.ts";
import type { ProviderAdapter } from "../contract/provider-adapter.ts";
import { MultistreamError } from "../errors/multistream-error.ts";
import { aStream, aTarget } from "../fixtures.test.support.ts";
import type { TargetState } from "../model/target-status.ts";
import { createMultistream } from "./create-multistream.ts";
import { createFake } from "./fake-adapter.test.support.ts";
import type { Snapshot, WatchOptions } from "./multistream.ts";
import type { Event } from "../model/event.ts";

let told = 0;
function targetIs(state: TargetState, differences: Partial<TargetObservation> = {}): TargetObservation {
  const { occurredAt = "2026-03-01T12:00:00.000Z" } = differences;
  const sequence = Date.parse(occurredAt) * 1000 + ++told;
  const status = { state, source: "relay" } as const;
  return { kind: "target", streamId: "s1", targetId: "t1", sequence, occurredAt, status, ...differences };
}

function watching(adapter: ProviderAdapter, options: WatchOptions = {}): AsyncIterator<Snapshot | Event> {
  return createMultistream({ provider: adapter }).watch(options)[Symbol.asyncIterator]();
}

describe("watch", () => {
  test("begins with a snapshot and goes on with events", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    expect(await events.next()).toEqual({ done: false, value: { type: "snapshot", streams: [aStream()] } });
    const next = events.next();
    fake.tell(targetIs("live"));
    expect(await next).toMatchObject({
      value: { id: expect.any(String), type: "target.live", data: { target: { id: "t1" } } },
    });
  });

  test("the snapshot holds every page, or the one stream that was asked for", async () => {
    const streams = Array.from({ length: 250 }, (_, index) => aStream({ id: `s${index}` }));
    const fake = createFake({ streams });
    expect(await watching(fake.adapter).next()).toEqual({ done: false, value: { type: "snapshot", streams } });
    const one = watching(fake.adapter, { streamId: "s7" });
    expect(await one.next()).toEqual({ done: false, value: { type: "snapshot", streams: [streams[7]] } });
    const next = one.next();
    fake.tell(targetIs("failed", { streamId: "s8" }));
    fake.tell(targetIs("live", { streamId: "s7" }));
    expect(await next).toMatchObject({ value: { type: "target.live", streamId: "s7" } });
  });

  test("leaves no gap between the snapshot and the first event", async () => {
    const fake = createFake();
    const before = aStream();
    const get = async (): Promise<typeof before> => {
      // Happens after the provider has read, and before its answer arrives.
      fake.tell(targetIs("connecting"));
      return before;
    };
    const adapter = { ...fake.adapter, streams: { ...fake.adapter.streams, get } };
    const events = watching(adapter, { streamId: "s1" });
    expect(await events.next()).toMatchObject({ value: { streams: [before] } });
    fake.tell(targetIs("live"));
    expect(await events.next()).toMatchObject({ value: { type: "target.connecting" } });
    expect(await events.next()).toMatchObject({ value: { type: "target.live" } });
  });

  test("does not repeat what the snapshot says already", async () => {
    const fake = createFake();
    const status = { state: "live", source: "relay", since: "2026-03-01T12:00:05.000Z" } as const;
    const get = async () => {
      fake.tell(targetIs("retrying"));
      return aStream({ targets: [aTarget({ status })] });
    };
    const events = watching({ ...fake.adapter, streams: { ...fake.adapter.streams, get } }, { streamId: "s1" });
    await events.next();
    fake.tell(targetIs("failed", { occurredAt: "2026-03-01T12:00:06.000Z" }));
    expect(await events.next()).toMatchObject({ value: { type: "target.failed", data: { previous: { status } } } });
  });
});

describe("what is made after the snapshot", () => {
  test("comes with the first that is observed of it: a target", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    await events.next();
    const live = { state: "live", source: "relay" } as const;
    const targets = ["t1", "t2", "t3"].map((id) => aTarget({ id, status: live }));
    fake.streams.set("s1", aStream({ targets }));
    fake.tell(targetIs("live", { targetId: "t2" }));
    fake.tell(targetIs("live", { targetId: "t3" }));
    fake.tell(targetIs("live", { targetId: "t1" }));
    const told: unknown[] = [];
    for (let count = 0; count < 5; count++) {
      const { value } = await events.next();
      told.push([value?.type, value && "data" in value && "target" in value.data && value.data.target.id]);
    }
    expect(told).toEqual([
      ["target.created", "t2"],
      ["target.created", "t3"],
      ["target.live", "t2"],
      ["target.live", "t3"],
      ["target.live", "t1"],
    ]);
  });

  test("comes with the first that is observed of it: a stream", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    await events.next();
    const status = { state: "live", source: "relay" } as const;
    fake.streams.set("s2", aStream({ id: "s2", name: "Second", status, targets: [] }));
    fake.tell({ kind: "stream", streamId: "s2", sequence: 1, occurredAt: "2026-03-01T12:00:00.000Z", status });
    expect(await events.next()).toMatchObject({
      value: { type: "stream.created", data: { stream: { name: "Second" } } },
    });
    expect(await events.next()).toMatchObject({ value: { type: "stream.live", data: { stream: { name: "Second" } } } });
  });

  test("and is gone again is passed over", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    await events.next();
    fake.tell(targetIs("live", { streamId: "s9" }));
    fake.tell(targetIs("live", { targetId: "t9" }));
    fake.tell(targetIs("live"));
    expect(await events.next()).toMatchObject({
      value: { type: "target.live", streamId: "s1", data: { target: { id: "t1" } } },
    });
  });

  test("and cannot be read ends the watch, for an event would be missing", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    await events.next();
    fake.adapter.streams.get = () => Promise.reject(new MultistreamError("provider_unavailable", "Down."));
    fake.tell(targetIs("live", { targetId: "t2" }));
    await expect(events.next()).rejects.toMatchObject({ code: "provider_unavailable" });
    expect(fake.listeners).toBe(0);
  });
});

describe("the end", () => {
  test("comes with an abort, while it waits", async () => {
    const fake = createFake();
    const controller = new AbortController();
    const events = watching(fake.adapter, { signal: controller.signal });
    await events.next();
    const next = events.next();
    expect(fake.listeners).toBe(1);
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(fake.listeners).toBe(0);
  });

  test("comes with an abort, while it reads the snapshot", async () => {
    const fake = createFake();
    fake.adapter.streams.list = () => new Promise(() => {});
    const controller = new AbortController();
    const next = watching(fake.adapter, { signal: controller.signal }).next();
    controller.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(fake.listeners).toBe(0);
  });

  test("comes when the loop is left", async () => {
    const fake = createFake();
    for await (const event of createMultistream({ provider: fake.adapter }).watch()) {
      expect(event.type).toBe("snapshot");
      break;
    }
    expect(fake.listeners).toBe(0);
  });

  test("comes when the reader falls too far behind", async () => {
    const fake = createFake();
    const events = watching(fake.adapter);
    await events.next();
    for (let count = 0; count <= 10_000; count += 1) fake.tell(targetIs(count % 2 === 0 ? "live" : "retrying"));
    await expect(events.next()).rejects.toMatchObject({
      code: "limit_exceeded",
      hint: expect.stringContaining("snapshot"),
    });
    expect(fake.listeners).toBe(0);
  });

  test("comes when the client is closed", async () => {
    const fake = createFake();
    const live = createMultistream({ provider: fake.adapter });
    const events = live.watch()[Symbol.asyncIterator]();
    await events.next();
    const next = events.next();
    await live.close();
    expect(await next).toEqual({ done: true, value: undefined });
    expect(fake.listeners).toBe(0);
    expect(await live.watch()[Symbol.asyncIterator]().next()).toMatchObject({ value: { type: "snapshot" } });
  });

  test("of a snapshot that breaks is one of our errors", async () => {
    const fake = createFake();
    fake.adapter.streams.list = () => Promise.reject(new TypeError("x"));
    await expect(watching(fake.adapter).next()).rejects.toMatchObject({ code: "internal", provider: "fake" });
    expect(fake.listeners).toBe(0);
  });
});
