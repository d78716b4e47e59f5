import { rmSync } from "node:fs";
import type { ProviderAdapter, Stream } from "@polycast/core";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test, vi } from "vitest";
import { systemClock } from "../clock.ts";
import { createManualClock } from "../manual-clock.test.support.ts";
import { createTeller } from "../teller.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };
const at = "2026-01-02T03:04:05.000Z";
const now = () => Date.parse(at);
const clock = { ...systemClock, now };
/** When everything is started again. */
const later = () => now() + 3_600_000;
const laterClock = { ...systemClock, now: later };

test("after a restart everything is there under its ids, and the provider has got its streams back before it starts", async () => {
  const before = fakeProvider({ now });
  const first = await openTestControl({ fake: before.provider }, { clock });
  const { dataDir } = first;
  try {
    const input = {
      name: "Show",
      reference: "r",
      metadata: { a: "b" },
      targets: [custom, { ...custom, enabled: false }],
    };
    const { stream, ingest } = await first.control.streams.create(input);
    const rotated = await first.control.streams.rotateIngest(stream.id);
    expect(rotated).not.toEqual(ingest);
    await first.close();

    const after = fakeProvider({ now: later });
    const restore = vi.spyOn(after.provider, "restore");
    const second = await openTestControl({ fake: after.provider }, { dataDir, clock: laterClock });
    expect(after.calls().slice(0, 2)).toEqual(["restore", "start"]);
    expect(restore.mock.lastCall?.[0]).toMatchObject([
      {
        id: "stream-1",
        name: "Show",
        ingest: rotated,
        targets: [
          { id: "target-2", destination: custom.destination, enabled: true },
          { id: "target-3", destination: custom.destination, enabled: false },
        ],
      },
    ]);
    expect(withoutProof(await second.control.streams.get(stream.id))).toEqual(withoutProof(stream));
    expect(await second.control.streams.getIngest(stream.id)).toEqual(rotated);
    after.goLive("stream-1");
    expect(await second.eventOf("stream.live")).toMatchObject({ streamId: stream.id });
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a restart tells what has changed meanwhile, and does not repeat what was told", async () => {
  const before = createTeller(fakeProvider({ now }).provider);
  const first = await openTestControl({ fake: before.adapter }, { clock });
  const { dataDir } = first;
  try {
    await first.control.streams.create({ name: "Show", targets: [custom, custom] });
    before.tell({
      kind: "target",
      streamId: "stream-1",
      targetId: "target-2",
      occurredAt: at,
      status: { state: "live", source: "relay" },
    });
    before.tell({
      kind: "target",
      streamId: "stream-1",
      targetId: "target-3",
      occurredAt: at,
      status: { state: "failed", source: "relay" },
    });
    before.tell({
      kind: "target",
      streamId: "stream-1",
      targetId: "target-3",
      occurredAt: at,
      status: { state: "idle", source: "relay" },
    });
    await first.eventOf("target.idle");
    await first.close();
    const events = await reopen();
    expect(events.slice(6)).toMatchObject([
      { type: "target.idle", data: { target: { bindings: [{ id: "target-2" }] } } },
    ]);
    expect(await reopen()).toHaveLength(events.length);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }

  async function reopen() {
    const opened = await openTestControl(
      { fake: fakeProvider({ now: later }).provider },
      { dataDir, clock: laterClock },
    );
    await opened.control.close();
    const events = await opened.events();
    await opened.close();
    return events;
  }
});

test("what was seen survives a crash, and only what differs from it is news", async () => {
  const before = createTeller(fakeProvider({ now }).provider);
  const first = await openTestControl({ fake: before.adapter }, { clock });
  const { dataDir } = first;
  try {
    const { stream } = await first.control.streams.create({ name: "Show", targets: [custom] });
    const live = { state: "live", source: "relay" } as const;
    const session = { id: "x", startedAt: at };
    before.tell({ kind: "stream", streamId: "stream-1", occurredAt: at, status: live, session });
    before.tell({ kind: "target", streamId: "stream-1", targetId: "target-2", occurredAt: at, status: live });
    await first.eventOf("target.live");
    // Nothing is closed but the store, as when the process dies.
    await first.store.close();

    const after = createTeller(withoutList(fakeProvider({ now: later }).provider));
    const second = await openTestControl({ fake: after.adapter }, { dataDir, clock: laterClock });
    expect(await second.control.streams.get(stream.id)).toMatchObject({
      status: { state: "live" },
      session,
      targets: [{ status: { state: "live" } }],
    });
    const occurredAt = new Date(later()).toISOString();
    const target = { kind: "target", streamId: "stream-1", targetId: "target-2", occurredAt } as const;
    after.tell({ kind: "stream", streamId: "stream-1", occurredAt, status: live, session });
    after.tell({ ...target, status: live });
    after.tell({ ...target, status: { state: "retrying", source: "relay" } });
    expect(await second.eventOf("target.retrying")).toMatchObject({ sessionId: "x" });
    const types = (await second.events()).map(({ type }) => type);
    expect(types).toEqual(["stream.created", "target.created", "stream.live", "target.live", "target.retrying"]);
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("after a restart within two seconds a provider's answer is asked for again, and then believed", async () => {
  const manual = createManualClock();
  const time = { now: () => manual.now() };
  const before = createTeller(fakeProvider(time).provider);
  const first = await openTestControl({ fake: before.adapter }, { clock: manual });
  const { dataDir } = first;
  try {
    const { stream } = await first.control.streams.create({ name: "Show" });
    const occurredAt = new Date(manual.now()).toISOString();
    before.tell({ kind: "stream", streamId: "stream-1", occurredAt, status: { state: "live", source: "relay" } });
    await first.eventOf("stream.live");
    await first.store.close();

    manual.advance(500);
    const second = await openTestControl({ fake: fakeProvider(time).provider }, { dataDir, clock: manual });
    expect(await second.control.streams.get(stream.id)).toMatchObject({ status: { state: "live" } });
    manual.advance(2100);
    expect(await second.eventOf("stream.ended")).toMatchObject({ source: "api" });
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("what lapses unless something is heard does so, also after a restart", async () => {
  const manual = createManualClock();
  const open = (dataDir?: string) =>
    openTestControl(
      { fake: withoutList(fakeProvider({ now: () => manual.now() }).provider) },
      { clock: manual, ...(dataDir === undefined ? {} : { dataDir }) },
    );
  const first = await open();
  const { dataDir } = first;
  try {
    await first.control.streams.create({ name: "Show", targets: [custom, custom] });
    manual.advance(10_000);
    const seen = { sequence: manual.now() * 1000, occurredAt: new Date(manual.now()).toISOString() };
    const stream = { kind: "stream", streamId: "stream-1", status: { state: "live", source: "webhook" } } as const;
    const target = {
      kind: "target",
      streamId: "stream-1",
      status: { state: "connecting", source: "webhook" },
    } as const;
    const lapsesIn = (ms: number) => ({
      lapses: {
        at: new Date(manual.now() + ms).toISOString(),
        status: { state: "unknown", source: "assumed" } as const,
      },
    });
    await first.control.intake.observer.takeWebhook(
      "fake",
      [
        { ...stream, ...seen },
        { ...target, ...seen, targetId: "target-2", ...lapsesIn(60_000) },
        { ...target, ...seen, targetId: "target-3", ...lapsesIn(180_000) },
      ],
      function* () {},
    );
    manual.advance(60_000);
    expect(await first.eventOf("target.unknown")).toMatchObject({ source: "assumed" });
    await first.close();

    const second = await open(dataDir);
    const unknown = async () => (await second.events()).filter(({ type }) => type === "target.unknown").length;
    manual.advance(119_000);
    expect(await unknown()).toBe(1);
    manual.advance(1000);
    await second.control.close();
    expect(await unknown()).toBe(2);
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a stream of a provider that left the config can be read, and says so when it is to be changed", async () => {
  const first = await openTestControl({ a: fakeProvider().provider, b: fakeProvider().provider });
  const { dataDir } = first;
  try {
    const { stream } = await first.control.streams.create({ name: "Show", provider: "b" });
    await first.close();
    const second = await openTestControl({ a: fakeProvider().provider }, { dataDir });
    expect(await second.control.streams.get(stream.id)).toMatchObject({ name: "Show", status: { state: "unknown" } });
    const updating = second.control.streams.update(stream.id, { name: "New" });
    await expect(updating).rejects.toMatchObject({ code: "provider_unavailable", retryable: false, provider: "b" });
    await second.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** A stream without who saw its states, and when. */
function withoutProof({ status, targets = [], ...stream }: Stream) {
  const states = targets.map(({ status, ...target }) => ({ ...target, state: status.state }));
  return { ...stream, state: status.state, targets: states };
}

/** One whose streams cannot be read, so that nothing but its reports tells their state. */
function withoutList(provider: ProviderAdapter): ProviderAdapter {
  return { ...provider, streams: { ...provider.streams, list: () => Promise.reject(new Error("not now")) } };
}
