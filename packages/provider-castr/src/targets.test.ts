import { targetSchema } from "@polycast/core/provider";
import { expect, test } from "vitest";
import { streamSample } from "./test-support/samples.ts";
import {
  calm,
  catchRequests,
  failure,
  newStream,
  newTarget,
  simulated,
  type Simulated,
  youTube,
} from "./test-support/simulated.ts";

catchRequests();

async function withTarget(world: Simulated) {
  const { stream } = await world.adapter.streams.create(newStream({ targets: [newTarget()] }), calm());
  const id = stream.targets?.[0]?.id ?? "";
  return { streamId: stream.id, id };
}

/** The adapter's own update, which a provider may leave out. */
function update({ adapter }: Simulated, ...[ref, patch]: [{ streamId: string; id: string }, object]) {
  if (!adapter.targets.update) throw new Error("There is no update.");
  return adapter.targets.update(ref, patch, calm());
}

test("a target is made, listed, read and deleted", async () => {
  const { adapter } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  const target = await adapter.targets.create(stream.id, newTarget(), calm());
  expect(targetSchema.parse(target)).toEqual(target);
  expect(target).toMatchObject({
    name: "YouTube",
    streamId: stream.id,
    enabled: true,
    status: { state: "idle" },
    destination: { host: "a.rtmp.youtube.com", app: "live2", keyHint: "…68zh" },
  });
  expect(target.notices.map(({ code }) => code)).not.toContain("name_not_stored");
  expect((await adapter.targets.list(stream.id, calm())).map(({ id }) => id)).toEqual([target.id]);
  expect((await adapter.targets.get(target, calm())).name).toBe("YouTube");
  expect(await adapter.targets.delete(target, calm())).toEqual({});
  expect(await adapter.targets.delete(target, calm())).toEqual({});
  expect(await failure(adapter.targets.get(target, calm()))).toMatchObject({ code: "not_found" });
});

test("a target of another stream is not found", async () => {
  const world = simulated();
  const { id } = await withTarget(world);
  const { stream } = await world.adapter.streams.create(newStream({ name: "Other" }), calm());
  const ref = { streamId: stream.id, id };
  expect(await failure(world.adapter.targets.get(ref, calm()))).toMatchObject({ code: "not_found" });
  expect(await failure(update(world, ref, { enabled: false }))).toMatchObject({ code: "not_found" });
});

test("the same idempotency key makes one target", async () => {
  const { adapter } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  const context = { ...calm(), idempotencyKey: "once" };
  const first = await adapter.targets.create(stream.id, newTarget(), context);
  const second = await adapter.targets.create(stream.id, newTarget(), context);
  expect(second.id).toBe(first.id);
  expect(await adapter.targets.list(stream.id, calm())).toHaveLength(1);
});

test("trap §3: a target is switched off and on while the stream is live", async () => {
  const world = simulated();
  const { adapter, simulator, clock } = world;
  const ref = await withTarget(world);
  await simulator.stage.connect(ref.streamId);
  await clock.advance(6_000);
  expect((await adapter.targets.get(ref, calm())).status).toMatchObject({ state: "live", native: "online" });
  expect(await update(world, ref, { enabled: false })).toMatchObject({ enabled: false, status: { state: "disabled" } });
  await clock.advance(60_000);
  expect(await update(world, ref, { enabled: true })).toMatchObject({
    enabled: true,
    status: { state: "connecting", source: "assumed", native: "offline" },
  });
  await clock.advance(4_000);
  expect((await adapter.targets.get(ref, calm())).status.state).toBe("live");
  expect(await adapter.targets.hasDestination?.(ref, youTube(), calm())).toBe(true);
});

test("trap §6: a target that stays offline is connecting for a while, and retrying then", async () => {
  const world = simulated();
  const { adapter, simulator, clock } = world;
  const ref = await withTarget(world);
  await simulator.stage.breakTarget(ref.streamId, ref.id);
  expect((await adapter.targets.get(ref, calm())).status.state).toBe("idle");
  await simulator.stage.connect(ref.streamId);
  await clock.advance(60_000);
  expect((await adapter.targets.get(ref, calm())).status).toMatchObject({ state: "connecting", source: "assumed" });
  await clock.advance(29_999);
  expect((await adapter.targets.get(ref, calm())).status.state).toBe("connecting");
  await clock.advance(1);
  const { status } = await adapter.targets.get(ref, calm());
  expect(status).toMatchObject({
    state: "retrying",
    source: "assumed",
    native: "offline",
    reason: { code: "provider_reports_error" },
  });
  await simulator.stage.healTarget(ref.streamId, ref.id);
  await clock.advance(4_000);
  expect((await adapter.targets.get(ref, calm())).status).toMatchObject({ state: "live", source: "api" });
});

test("a target that falls over after the grace is retrying at once", async () => {
  const world = simulated();
  const { adapter, simulator, clock } = world;
  const ref = await withTarget(world);
  await simulator.stage.connect(ref.streamId);
  await clock.advance(10_000);
  await adapter.streams.get(ref.streamId, calm());
  await clock.advance(40_000);
  await simulator.stage.breakTarget(ref.streamId, ref.id);
  await clock.advance(4_000);
  expect((await adapter.targets.get(ref, calm())).status.state).toBe("retrying");
});

test("a target that is made while the stream is live comes up", async () => {
  const { adapter, simulator, clock } = simulated();
  const { stream } = await adapter.streams.create(newStream(), calm());
  await simulator.stage.connect(stream.id);
  await clock.advance(60_000);
  expect((await adapter.streams.get(stream.id, calm())).status.state).toBe("live");
  await clock.advance(60_000);
  const target = await adapter.targets.create(stream.id, newTarget(), calm());
  expect(target.status.state).toBe("unknown");
  expect((await adapter.targets.get(target, calm())).status.state).toBe("connecting");
  await clock.advance(4_000);
  expect((await adapter.targets.get(target, calm())).status.state).toBe("live");
});

test("a new destination is sent, and compared afterwards", async () => {
  const world = simulated();
  const { adapter } = world;
  const ref = await withTarget(world);
  const destination = { url: "rtmps://live.example/app", streamKey: "k?x=1/2" } as const;
  const updated = await update(world, ref, { destination, name: "Example" });
  expect(updated).toMatchObject({
    id: ref.id,
    name: "Example",
    destination: { protocol: "rtmps", host: "live.example" },
  });
  expect(await adapter.targets.hasDestination?.(ref, destination, calm())).toBe(true);
  expect(await adapter.targets.hasDestination?.(ref, youTube(), calm())).toBe(false);
  const before = world.calls().length;
  await update(world, ref, { rendition: "source" });
  expect(world.calls().slice(before)).toEqual([`GET /live_streams/${ref.streamId}`]);
});

test("a target that is gone after its change: the change may have been made", async () => {
  const world = simulated();
  const ref = await withTarget(world);
  const body = { ...streamSample, _id: ref.streamId, platforms: [] };
  world.simulator.faults.add({ method: "GET", skip: 1, fault: { kind: "answer", status: 200, body } });
  expect(await failure(update(world, ref, { enabled: false }))).toMatchObject({
    code: "not_found",
    outcome: "unknown",
  });
});

test.each([
  ["a rendition", { rendition: "720p" }, "unsupported"],
  ["video only", { videoOnly: true }, "unsupported"],
  ["a reference", { reference: "r" }, "unsupported"],
  ["metadata", { metadata: { a: "b" } }, "unsupported"],
  ["options", { providerOptions: { castr: { x: 1 } } }, "invalid_argument"],
  ["an SRT destination", { destination: { url: "srt://h.example:9000" } }, "unsupported"],
  ["a destination without a key", { destination: { url: "rtmp://h.example/app" } }, "invalid_argument"],
] as const)("%s is refused without a call", async (_name, fields, code) => {
  const world = simulated();
  const ref = { streamId: "6226ce5f31ddbeb3754aa243", id: "6226ce8431ddbeb3754aa249" };
  expect(await failure(update(world, ref, fields))).toMatchObject({ code });
  expect(
    await failure(world.adapter.targets.create(ref.streamId, { ...newTarget(), ...fields }, calm())),
  ).toMatchObject({ code });
  expect(world.calls()).toEqual([]);
});
