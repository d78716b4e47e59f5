import type { Event } from "@polycast/core";
import { expect, test } from "vitest";
import { createManualClock } from "../manual-clock.test.support.ts";
import { openTestControl } from "../test-control.test.support.ts";
import { makeSides } from "./sides.test.support.ts";

const targets = [
  { name: "On", destination: { preset: "twitch", streamKey: "live_planted_1" } },
  { name: "Off", destination: { url: "rtmps://live.example.com/app", streamKey: "planted-2" }, enabled: false },
];

/** Type, provider, name and state, and what has changed. */
function told({ type, provider, data }: Event): unknown[] {
  const about = "target" in data ? data.target : "stream" in data ? data.stream : undefined;
  const changed = "changed" in data ? data.changed : undefined;
  return [type, provider, about?.name, about?.status.state, changed];
}

test("a switch tells of the stream's new place and of nothing else: no target was off for anybody", async () => {
  const clock = createManualClock();
  const sides = await makeSides(() => clock.now());
  await using stage = await openTestControl(sides.providers, { clock });
  const { streams } = stage.control;
  const { stream } = await streams.create({ provider: "mux", name: "Show", targets });
  let seen = (await stage.events()).length;
  for (const provider of ["livepeer", "castr", "selfhost", "mux"]) {
    // What was made is read again, and whatever the old side says is newer than that.
    clock.advance(10_000);
    await streams.switch(stream.id, { provider, dryRun: false });
    clock.advance(10_000);
    await stage.control.reconciler.run(stream.id);
    const events = (await stage.events()).slice(seen);
    seen += events.length;
    expect(events.map(told)).toEqual([
      ["stream.updated", provider, "Show", "idle", ["provider", "ingest"]],
      ["target.updated", provider, "On", "idle", ["provider"]],
      ["target.updated", provider, "Off", "disabled", ["provider"]],
    ]);
    const after = await streams.get(stream.id);
    expect(after.targets?.map(({ status }) => status.state)).toEqual(["idle", "disabled"]);
  }
});
