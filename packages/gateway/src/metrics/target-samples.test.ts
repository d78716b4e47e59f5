import type { Target, TargetStatus } from "@polycast/core";
import { expect, test } from "vitest";
import { createTargetSamples } from "./target-samples.ts";

const at = (ms: number): string => new Date(ms).toISOString();

function target(id: string, status: Partial<TargetStatus>): Target {
  return {
    id,
    streamId: "str_a",
    provider: "fake",
    name: id,
    destination: { redacted: true, protocol: "rtmp", host: "example.com" },
    enabled: true,
    rendition: "source",
    status: { state: "live", source: "relay", ...status },
    notices: [],
  };
}

function look(samples: ReturnType<typeof createTargetSamples>, targets: Target[], now: number) {
  const told: Record<string, { seconds: Record<string, number>; bytes: number }> = {};
  samples.take(targets, now, ({ id }, { seconds, bytes }) => {
    told[id] = { seconds: Object.fromEntries(seconds), bytes };
  });
  return told;
}

test("the time between two looks is split where the state changed", () => {
  const samples = createTargetSamples(0);
  expect(look(samples, [target("a", { state: "connecting", since: at(4000) })], 10_000)).toEqual({
    a: { seconds: { connecting: 6 }, bytes: 0 },
  });
  expect(look(samples, [target("a", { state: "live", since: at(13_000) })], 20_000)).toEqual({
    a: { seconds: { connecting: 3, live: 7 }, bytes: 0 },
  });
  expect(look(samples, [target("a", { state: "live", since: at(13_000) })], 25_000)["a"]?.seconds["live"]).toBe(5);
});

test("a time to come, or none, and a clock that goes back, give no negative time", () => {
  const samples = createTargetSamples(10_000);
  expect(look(samples, [target("a", { since: at(99_000) })], 20_000)).toMatchObject({ a: { seconds: { live: 0 } } });
  expect(look(samples, [target("b", {})], 30_000)).toMatchObject({ b: { seconds: { live: 10 } } });
  expect(look(samples, [target("b", {})], 20_000)).toMatchObject({ b: { seconds: { live: 0 } } });
});

test("bytes grow, and begin again with a new session", () => {
  const samples = createTargetSamples(0);
  const bytes = [100, 250, 30].map(
    (bytesSent, index) => look(samples, [target("a", { bytesSent })], index)["a"]?.bytes,
  );
  expect(bytes).toEqual([100, 150, 30]);
});

test("a figure that is older than the last one counts for nothing", () => {
  const samples = createTargetSamples(0);
  const looks = [100, 250, 30, 260].map((bytesSent, index) => {
    const { bytes } = look(samples, [target("a", { since: at(0), bytesSent })], index)["a"] ?? {};
    return bytes;
  });
  expect(looks).toEqual([100, 150, 0, 10]);
  expect(look(samples, [target("a", { since: at(9), bytesSent: 30 })], 9)["a"]?.bytes).toBe(30);
});

test("a target that is gone is forgotten", () => {
  const samples = createTargetSamples(0);
  look(samples, [target("a", { bytesSent: 100 })], 1);
  look(samples, [], 2);
  expect(look(samples, [target("a", { bytesSent: 100 })], 3)["a"]?.bytes).toBe(100);
});
