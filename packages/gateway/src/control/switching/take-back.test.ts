import { MultistreamError, type ProviderAdapter } from "@polycast/core";
import { expect, test } from "vitest";
import { openTestControl, type TestControl } from "../test-control.test.support.ts";
import { changesSince, makeSides, type Sides } from "./sides.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const targets = ["one", "two"].map((name) => ({
  name,
  destination: { url: "rtmp://live.example.com/app", streamKey: `planted-${name}` },
}));

async function open(providers: Partial<Sides["providers"]>): Promise<{ stage: TestControl; id: string; at: string }> {
  const stage = await openTestControl({ ...providers });
  const { stream } = await stage.control.streams.create({ provider: "mux", name: "Show", targets });
  return { stage, id: stream.id, at: stream.bindings?.[0]?.id ?? "" };
}

async function countAt(adapter: ProviderAdapter): Promise<number> {
  return (await adapter.streams.list({ limit: 10 }, context())).data.length;
}

test("a dry run reads, and changes nothing anywhere", async () => {
  const { providers, fakes } = await makeSides();
  const { stage, id } = await open(providers);
  await using _stage = stage;
  const begin = fakes.mux.callCount();
  const before = await stage.control.streams.get(id);
  const { plan, ...rest } = await stage.control.streams.switch(id, { provider: "livepeer" });
  expect(rest).toEqual({ applied: false });
  expect(plan.created.map(({ name }) => name)).toEqual(["one", "two"]);
  expect(plan.refused).toEqual([]);
  expect(changesSince(fakes.mux, begin)).toEqual([]);
  expect(changesSince(fakes.livepeer, 0)).toEqual([]);
  expect(await stage.control.streams.get(id)).toEqual(before);
});

test("a live stream is not moved, and the plan says so and what to wait for", async () => {
  const { providers, fakes } = await makeSides();
  const { stage, id, at } = await open(providers);
  await using _stage = stage;
  fakes.mux.goLive(at);
  const { streams } = stage.control;
  const refusal = { code: "not_idle", hint: expect.stringContaining("wait for `stream.idle`") };
  await expect(streams.switch(id, { provider: "castr", dryRun: false })).rejects.toMatchObject(refusal);
  expect((await streams.switch(id, { provider: "castr" })).plan.refused).toMatchObject([refusal]);
  expect(await countAt(providers.castr)).toBe(0);
  fakes.mux.endSession(at);
  while ((await streams.switch(id, { provider: "castr" })).plan.refused.length > 0) {
    stage.control.intake.pollers.hintOurs(id);
    await new Promise((resolve) => setImmediate(resolve));
  }
});

test.each([
  ["once the new side is made", "castr", "streams.create"],
  ["while the old side is being parked", "mux", "targets.delete"],
] as const)("the encoder that starts %s makes it be taken back", async (_when, side, method) => {
  const { providers, fakes } = await makeSides();
  const opened = await open(providers);
  await using stage = opened.stage;
  const { at } = opened;
  fakes[side].beforeAnswer(method, () => fakes.mux.goLive(at));
  const { streams } = stage.control;
  await expect(streams.switch(opened.id, { provider: "castr", dryRun: false })).rejects.toMatchObject({
    code: "not_idle",
  });
  expect(await streams.get(opened.id)).toMatchObject({ provider: "mux", bindings: [{ id: at }] });
  expect(await countAt(providers.castr)).toBe(0);
  fakes.mux.endSession(at);
  while ((await streams.get(opened.id)).targets?.some(({ pending }) => pending)) {
    stage.control.intake.pollers.hintOurs(opened.id);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const there = await providers.mux.targets.destinations?.(at, context());
  const keys = [...(there?.values() ?? [])].map((destination) =>
    "streamKey" in destination ? destination.streamKey : "",
  );
  expect(keys.toSorted((one, other) => String(one).localeCompare(String(other)))).toEqual([
    "planted-one",
    "planted-two",
  ]);
});

test("what the new side refuses has changed nothing", async () => {
  const { providers, fakes } = await makeSides();
  const { stage, id } = await open(providers);
  await using _stage = stage;
  const begin = fakes.mux.callCount();
  fakes.castr.failNext("streams.create", new MultistreamError("forbidden", "no", { provider: "castr" }));
  const { streams } = stage.control;
  await expect(streams.switch(id, { provider: "castr", dryRun: false })).rejects.toMatchObject({ provider: "castr" });
  expect(changesSince(fakes.mux, begin)).toEqual([]);
  expect(await streams.update(id, { name: "Free again" })).toMatchObject({ provider: "mux", name: "Free again" });
});

test("a former stream that cannot be deleted is told, and goes later; one with targets of others stays", async () => {
  const { providers, fakes } = await makeSides();
  const { stage, id, at } = await open(providers);
  await using _stage = stage;
  const { streams } = stage.control;
  fakes.mux.failNext("streams.delete", new MultistreamError("provider_unavailable", "down"));
  const moved = await streams.switch(id, { provider: "livepeer", dryRun: false });
  expect(moved.stream).toMatchObject({ provider: "livepeer" });
  expect((await streams.get(id)).notices.map(({ code }) => code)).toContain("old_stream_remains");
  while ((await streams.get(id)).notices.length > 0) {
    await new Promise((resolve) => setImmediate(resolve));
  }
  await expect(providers.mux.streams.get(at, context())).rejects.toMatchObject({ code: "not_found" });

  const here = (await streams.get(id)).bindings?.[0]?.id ?? "";
  await providers.livepeer.targets.create(
    here,
    {
      name: "Theirs",
      destination: { url: "rtmp://else.example.com/app", streamKey: "x" },
      enabled: true,
      rendition: "source",
    },
    context(),
  );
  const { plan, stream } = await streams.switch(id, { provider: "castr", dryRun: false });
  expect(plan.lost.map(({ what }) => what)).toContain("foreign_target");
  expect(stream?.notices.map(({ code }) => code)).toEqual(["old_stream_kept"]);
  const { targets: there = [] } = await providers.livepeer.streams.get(here, context());
  expect(there.map(({ name, enabled }) => [name, enabled])).toEqual([
    ["one", false],
    ["two", false],
    ["Theirs", true],
  ]);
});
