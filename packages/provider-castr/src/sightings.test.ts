import { expect, test } from "vitest";
import { Sightings } from "./sightings.ts";
import { aLiveStream, platformSample } from "./test-support/samples.ts";

const id = platformSample._id;
const streamId = aLiveStream()._id;
const online = (enabled = true) =>
  aLiveStream({ broadcasting_status: "online", platforms: [{ ...platformSample, enabled }] });

function watched(limit?: number) {
  const clock = { now: 0 };
  return { clock, sightings: new Sightings(() => clock.now, limit) };
}

test("waiting begins when the stream is first seen online", () => {
  const { clock, sightings } = watched();
  sightings.look(aLiveStream());
  clock.now = 50_000;
  expect(sightings.look(online())(id)).toBe(0);
  clock.now = 70_000;
  expect(sightings.look(online())(id)).toBe(20_000);
  sightings.look(aLiveStream());
  clock.now = 90_000;
  expect(sightings.look(online())(id)).toBe(0);
});

test("waiting begins anew when the target was seen disabled", () => {
  const { clock, sightings } = watched();
  sightings.look(online());
  clock.now = 10_000;
  expect(sightings.look(online(false))(id)).toBe(0);
  clock.now = 20_000;
  expect(sightings.look(online())(id)).toBe(0);
  clock.now = 25_000;
  expect(sightings.look(online())(id)).toBe(5_000);
});

test("waiting begins anew when the target was changed here", () => {
  const { clock, sightings } = watched();
  sightings.look(online());
  clock.now = 40_000;
  sightings.begin(streamId, id);
  clock.now = 41_000;
  expect(sightings.look(online())(id)).toBe(1_000);
});

test("an answer without a status neither begins nor ends anything", () => {
  const { clock, sightings } = watched();
  sightings.look(online());
  clock.now = 5_000;
  expect(sightings.look(aLiveStream({ broadcasting_status: undefined }))(id)).toBe(0);
  clock.now = 6_000;
  expect(sightings.look(online())(id)).toBe(6_000);
});

test("a stream that is switched off is not waited for", () => {
  const { clock, sightings } = watched();
  sightings.look(online());
  clock.now = 5_000;
  const off = { ...online(), enabled: false };
  expect(sightings.look(off)(id)).toBe(0);
  expect(sightings.look(online())(id)).toBe(0);
});

test("the oldest notes give way", () => {
  const { clock, sightings } = watched(2);
  for (const name of ["a", "b", "c", "d"]) sightings.look(aLiveStream({ _id: name, broadcasting_status: "online" }));
  expect(sightings.size).toBe(4);
  clock.now = 5_000;
  expect(sightings.knew("a", 5_000)).toBe(false);
  expect(sightings.knew("d", 5_000)).toBe(true);
});

test("a stream is known from the time at which it was first seen", () => {
  const { clock, sightings } = watched();
  clock.now = 1_000;
  sightings.look(aLiveStream());
  clock.now = 2_000;
  sightings.look(aLiveStream());
  expect(sightings.knew(streamId, 999)).toBe(false);
  expect(sightings.knew(streamId, 1_000)).toBe(true);
});
