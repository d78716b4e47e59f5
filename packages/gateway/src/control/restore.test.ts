import { rmSync } from "node:fs";
import { fakeProvider } from "@polycast/core/testing";
import { expect, test, vi } from "vitest";
import { createTeller } from "./teller.test.support.ts";
import { openTestControl } from "./test-control.test.support.ts";

const custom = { name: "Custom", destination: { url: "rtmp://media.example.com/live", streamKey: "planted-key-0002" } };
const at = "2026-01-02T03:04:05.000Z";
const now = () => Date.parse(at);

test("after a restart everything is there under its ids, and the provider has got its streams back before it starts", async () => {
  const before = fakeProvider({ now });
  const first = await openTestControl({ fake: before.provider });
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

    const after = fakeProvider({ now });
    const restore = vi.spyOn(after.provider, "restore");
    const second = await openTestControl({ fake: after.provider }, { dataDir });
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
    expect(await second.control.streams.get(stream.id)).toEqual(stream);
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
  const first = await openTestControl({ fake: before.adapter });
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
    const opened = await openTestControl({ fake: fakeProvider({ now }).provider }, { dataDir });
    await opened.control.close();
    const events = await opened.events();
    await opened.close();
    return events;
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
