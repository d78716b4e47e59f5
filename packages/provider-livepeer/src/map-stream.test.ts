import { expect, test } from "vitest";
import { toStream } from "./map-stream.ts";
import { TargetMemory } from "./target-memory.ts";
import { streamSchema } from "./wire/stream.ts";
import { targetSchema } from "./wire/target.ts";

const receivedAt = Date.UTC(2026, 0, 2);

/** Written from the answers that the facts quote, not recorded. */
const wire = streamSchema.parse({
  lastSeen: 0,
  isActive: false,
  record: false,
  suspended: false,
  name: "test",
  multistream: {
    targets: [
      { profile: "source", id: "t1" },
      { profile: "720p0", videoOnly: true, id: "t2" },
      { profile: "source", id: "gone" },
    ],
  },
  kind: "stream",
  profiles: [{ name: "720p0", fps: 0, bitrate: 250000, width: 426, height: 240, profile: "H264ConstrainedHigh" }],
  userId: "u1",
  renditions: {},
  id: "8040ad16",
  projectId: "p1",
  createdAt: 1767225600000,
  streamKey: "8040-fr99-3i94-zxmv",
  playbackId: "8040xp1758wnvlmm",
  region: "fra",
});
const objects = new Map(
  [
    { id: "t1", name: "yt", userId: "u1", disabled: false, createdAt: 1767225600000 },
    { id: "t2", name: "fb", userId: "u1", disabled: true, createdAt: 1767225600000 },
  ].map((object) => [object.id, targetSchema.parse(object)]),
);

const view = (differences: object = {}, memory = new TargetMemory()) =>
  toStream({ stream: { ...wire, ...differences }, objects, memory, receivedAt });

test("a stream comes out in the model's words, without its key", () => {
  const stream = view();
  expect(stream).toMatchObject({
    id: "8040ad16",
    provider: "livepeer",
    name: "test",
    enabled: true,
    status: { state: "idle", source: "api", observedAt: "2026-01-02T00:00:00.000Z" },
    playback: [{ protocol: "hls", url: "https://livepeercdn.studio/hls/8040xp1758wnvlmm/index.m3u8" }],
    createdAt: "2026-01-01T00:00:00.000Z",
    providerMetadata: { livepeer: { playbackId: "8040xp1758wnvlmm", projectId: "p1", profiles: ["720p0"] } },
  });
  expect(stream.targets).toMatchObject([
    { id: "t1", streamId: "8040ad16", name: "yt", enabled: true, rendition: "source", status: { state: "idle" } },
    { id: "t2", enabled: false, rendition: "720p0", videoOnly: true, status: { state: "disabled" } },
  ]);
  expect(JSON.stringify(stream)).not.toContain("zxmv");
});

test("where a target sends to is known of those that this process has made only, and that is said", () => {
  const memory = new TargetMemory();
  const destination = { redacted: true, protocol: "rtmps", host: "a.example", app: "live" } as const;
  memory.set("t1", { streamId: wire.id, destination, notices: [], identity: "hash", sent: "hash", own: true });
  const [own, foreign] = view({}, memory).targets ?? [];
  expect(own).toMatchObject({ destination, notices: [] });
  expect(foreign?.destination).toEqual({ redacted: true });
  expect(foreign?.notices).toMatchObject([{ code: "destination_not_readable" }]);
});

test("a reference to a deleted target is no target, and is told", () => {
  expect(view().notices).toMatchObject([{ code: "dangling_targets", message: expect.stringContaining("1") }]);
});

test("one target in two renditions is one target, and is told", () => {
  const targets = [
    { id: "t1", profile: "source" },
    { id: "t1", profile: "720p0" },
  ];
  const stream = view({ multistream: { targets } });
  expect(stream.targets).toMatchObject([{ id: "t1", rendition: "source", notices: expect.any(Array) }]);
  expect(stream.targets?.[0]?.notices.map(({ code }) => code)).toContain("several_renditions");
});

test("health is told of an active stream only, without the key", () => {
  const sick = { isHealthy: false, issues: ["no media for 8040-fr99-3i94-zxmv", "slow\nencoder"] };
  const codes = view(sick).notices.map(({ code }) => code);
  expect(codes).not.toContain("stream_unhealthy");
  const notice = view({ ...sick, isActive: true }).notices.find(({ code }) => code === "stream_unhealthy");
  expect(notice?.message).toBe("Livepeer reports: no media for [redacted]; slow encoder");
  expect(view({ isActive: true, isHealthy: null }).notices).toHaveLength(1);
});

test("an answer with fields of other types, or fewer of them, is read", () => {
  const bare = streamSchema.parse({ id: "s1", issues: null, isHealthy: "yes", profiles: null, multistream: null });
  expect(toStream({ stream: bare, objects, memory: new TargetMemory(), receivedAt })).toMatchObject({
    id: "s1",
    name: "s1",
    enabled: true,
    status: { state: "idle" },
    targets: [],
    notices: [],
  });
});

test("a playback policy is told by its type", () => {
  expect(view({ playbackPolicy: { type: "jwt" } }).playback).toMatchObject([{ policy: "jwt" }]);
});

test.each([null, undefined, ""])("studio#1339: a stream whose playback id is %j has no playback", (playbackId) => {
  expect(view({ playbackId })).not.toHaveProperty("playback");
});

test("two targets with one destination are told, in the same rendition only", () => {
  const memory = new TargetMemory();
  const destination = { redacted: true, protocol: "rtmp", host: "a.example" } as const;
  const known = { streamId: wire.id, destination, notices: [], identity: "hash", sent: "hash", own: true };
  for (const id of ["t1", "t2"]) memory.set(id, known);
  const codes = (second: object) =>
    view(
      {
        multistream: {
          targets: [
            { id: "t1", profile: "source" },
            { id: "t2", ...second },
          ],
        },
      },
      memory,
    ).targets?.map(({ notices }) => notices.map(({ code }) => code));
  expect(codes({ profile: "source" })).toEqual([["same_push"], ["same_push"]]);
  expect(codes({ profile: "720p0" })).toEqual([[], []]);
  expect(codes({ profile: "source", videoOnly: true })).toEqual([[], []]);
});

test("whatever type an optional field has, the stream is read, without what is far too long", () => {
  const junk = [42, "x", true, [null, 1, {}], { a: { b: 1 } }, "€".repeat(1_000_000), -1e308, null];
  const optional = Object.keys(streamSchema.shape).filter((field) => field !== "id" && field !== "multistream");
  for (const field of optional) {
    for (const value of junk) {
      const stream = streamSchema.parse({ ...wire, [field]: value });
      const shown = toStream({ stream, objects, memory: new TargetMemory(), receivedAt });
      // Tags are bounded by Livepeer, and read leniently by themselves.
      expect({ field, isShort: JSON.stringify(shown).length < 100_000 }).toEqual({ field, isShort: true });
    }
  }
});

test("whatever type an optional field has, the target is read", () => {
  for (const field of Object.keys(targetSchema.shape).filter((name) => name !== "id")) {
    for (const value of [42, "x", true, [1], { a: 1 }]) {
      expect(targetSchema.parse({ id: "t1", [field]: value }).id).toBe("t1");
    }
  }
});

test("a list of targets that cannot be read is not taken for an empty one: it would be written back as that", () => {
  expect(streamSchema.safeParse({ id: "s1", multistream: { targets: [{ profile: "source" }] } }).success).toBe(false);
  expect(streamSchema.safeParse({ id: "s1", multistream: "none" }).success).toBe(false);
});
