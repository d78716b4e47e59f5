import { rmSync } from "node:fs";
import { MultistreamError } from "@polycast/core";
import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";
import { makeSides } from "./sides.test.support.ts";

const context = () => ({ signal: AbortSignal.timeout(5000) });
const targets = [{ name: "one", destination: { url: "rtmp://live.example.com/app", streamKey: "planted-one" } }];
const down = () => new MultistreamError("provider_unavailable", "Mux is down.", { provider: "mux" });

/** A stream that was moved from Mux to Castr while Mux could not delete its half. */
async function openMoved() {
  const clock = createManualClock();
  const sides = await makeSides(() => clock.now());
  const stage = await openTestControl(sides.providers, { clock });
  const { streams } = stage.control;
  const { stream } = await streams.create({ provider: "mux", name: "Show", targets });
  const at = stream.bindings?.[0]?.id ?? "";
  sides.fakes.mux.failNext("streams.delete", down());
  await streams.switch(stream.id, { provider: "castr", dryRun: false });
  return { ...sides, clock, stage, streams, id: stream.id, at };
}

test("a stream that is deleted is there until what a switch has left of it is gone, too", async () => {
  const { providers, clock, stage, streams, id, at } = await openMoved();
  await using _stage = stage;
  const { pending } = await streams.delete(id);
  expect(pending).toMatchObject({
    changes: ["delete"],
    error: { code: "provider_unavailable", message: expect.stringContaining(`"${at}" could not be deleted at mux`) },
  });
  expect((await providers.castr.streams.list({ limit: 10 }, context())).data).toEqual([]);
  expect((await providers.mux.streams.list({ limit: 10 }, context())).data).toHaveLength(1);
  clock.advance(2000);
  const deleted = await stage.eventOf("stream.deleted");
  expect(deleted).toMatchObject({ streamId: id, provider: "castr" });
  expect((await providers.mux.streams.list({ limit: 10 }, context())).data).toEqual([]);
  await expect(streams.get(id)).rejects.toMatchObject({ code: "not_found" });
});

test("what is left at a provider that has left the config holds up no deletion, and is said in the log", async () => {
  const { providers, clock, stage, streams, id, at } = await openMoved();
  await streams.update(id, { name: "Show 2" });
  await stage.close();
  const { mux: _gone, ...others } = providers;
  const next = await openTestControl(others, { dataDir: stage.dataDir, clock });
  clock.advance(2000);
  await next.control.streams.delete(id);
  const deleted = await next.eventOf("stream.deleted");
  expect(deleted.streamId).toBe(id);
  expect(next.lines.filter((line) => line.includes("not configured any more") && line.includes(at))).toHaveLength(1);
  await next.close();
  rmSync(stage.dataDir, { recursive: true, force: true });
});
