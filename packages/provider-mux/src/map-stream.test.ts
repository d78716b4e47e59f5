import { streamSchema, targetSchema } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { ingestOf } from "./ingest.ts";
import { readUnixSeconds, toStream } from "./map-stream.ts";
import { toCreatedTarget, toTarget } from "./map-target.ts";
import { canaries, wireStream, wireTarget } from "./test-support/fixtures.ts";

const observedAt = "2026-03-01T12:00:00.000Z";
const receivedAt = Date.parse(observedAt);
const read = { streamId: wireStream.id, receivedAt };

const codes = (wire: Partial<typeof wireStream>): string[] =>
  toStream({ data: { ...wireStream, ...wire }, receivedAt }).notices.map(({ code }) => code);

describe("toStream", () => {
  test("a stream with a target", () => {
    const stream = toStream({ data: wireStream, receivedAt });
    expect(stream).toMatchObject({
      id: wireStream.id,
      provider: "mux",
      name: "Friday show",
      enabled: true,
      reference: "room-42",
      status: { state: "idle", native: "idle", source: "api", observedAt },
      createdAt: "2021-01-06T12:54:14.000Z",
      playback: [
        {
          protocol: "hls",
          url: "https://stream.mux.com/HNRDuwff3K2VjTZZAPuvd2Kx6D01XUQFv02GFBHPUka018.m3u8",
          policy: "public",
        },
        { policy: "signed" },
      ],
      notices: [],
    });
    expect(streamSchema.parse(stream)).toEqual(stream);
    for (const canary of canaries) expect(JSON.stringify(stream)).not.toContain(canary);
  });

  test("what Mux says is absent stays absent; the running asset is told, a session is not", () => {
    const bare = toStream({
      data: { id: "a", status: "active", stream_key: "k", active_asset_id: "asset", created_at: "soon" },
      receivedAt,
    });
    expect(bare).toEqual({
      id: "a",
      provider: "mux",
      name: "a",
      enabled: true,
      status: { state: "live", native: "active", source: "api", observedAt },
      targets: [],
      notices: [],
      providerMetadata: { mux: { activeAssetId: "asset" } },
    });
  });

  test("a disabled stream is not wanted", () => {
    const stream = toStream({ data: { ...wireStream, status: "disabled" }, receivedAt });
    expect(stream).toMatchObject({ enabled: false, status: { state: "disabled" } });
  });

  test("a stream without a reconnect window, and a test stream, come with a notice", () => {
    expect(codes({ reconnect_window: 0 })).toEqual(["no_reconnect_window"]);
    expect(codes({ reconnect_window: undefined, latency_mode: "low" })).toEqual(["no_reconnect_window"]);
    expect(codes({ reconnect_window: undefined })).toEqual([]);
    expect(codes({ reconnect_window: 30, latency_mode: "low", test: true })).toEqual(["test_stream"]);
  });

  test("times of both spellings, and of none", () => {
    expect(readUnixSeconds("1585085671")).toBe(readUnixSeconds(1_585_085_671));
    for (const odd of ["", "soon", "-1", null, undefined, Number.NaN, 1e300])
      expect(readUnixSeconds(odd)).toBeUndefined();
  });
});

describe("toTarget", () => {
  test("a target of ours: the name from its mark, no reference", () => {
    const target = toTarget({ ...wireTarget, passthrough: "polycast:name:Twitch: main" }, read);
    expect(target).toMatchObject({ name: "Twitch: main", enabled: true, rendition: "source" });
    expect(target).not.toHaveProperty("reference");
    expect(targetSchema.parse(target)).toEqual(target);
  });

  test("a target of others: what they have written is name and reference; without it the host is the name", () => {
    expect(toTarget(wireTarget, read)).toMatchObject({ name: "dest-1", reference: "dest-1" });
    const unmarked = toTarget({ ...wireTarget, passthrough: undefined }, read);
    expect(unmarked.name).toBe("live.example.com");
    expect(unmarked).not.toHaveProperty("reference");
    expect(toTarget({ ...wireTarget, passthrough: null, url: "?" }, read).name).toBe(wireTarget.id);
  });

  test("the address comes out redacted", () => {
    const { destination } = toTarget(wireTarget, read);
    expect(destination).toEqual({
      redacted: true,
      protocol: "rtmp",
      host: "live.example.com",
      app: "app",
      keyHint: "…nary",
    });
  });

  test("a name that is not kept is said, one that is not lost is not", () => {
    const destination = { url: "rtmp://live.example.com/app", streamKey: "target-key-canary" } as const;
    expect(toCreatedTarget(wireTarget, { name: "Twitch", destination }, read)).toMatchObject({
      name: "Twitch",
      reference: "dest-1",
      notices: [{ code: "name_not_stored" }],
    });
    expect(toCreatedTarget(wireTarget, { name: "dest-1", destination }, read).notices).toEqual([]);
  });
});

describe("ingestOf", () => {
  test("global addresses: RTMPS, RTMP at Mux's port, SRT with stream id and passphrase", () => {
    expect(ingestOf(wireStream)).toEqual([
      { protocol: "rtmps", url: "rtmps://global-live.mux.com:443/app", streamKey: "ingest-key-canary" },
      { protocol: "rtmp", url: "rtmp://global-live.mux.com:5222/app", streamKey: "ingest-key-canary" },
      {
        protocol: "srt",
        url: "srt://global-live.mux.com:6001",
        streamId: "ingest-key-canary",
        passphrase: "passphrase-canary",
      },
    ]);
  });

  test("regional addresses, and no SRT without its passphrase", () => {
    const urls = ingestOf({ stream_key: "k" }, "eu-west").map(({ url }) => url);
    expect(urls).toEqual(["rtmps://eu-west.live.mux.com/app", "rtmp://eu-west.live.mux.com/app"]);
  });
});
