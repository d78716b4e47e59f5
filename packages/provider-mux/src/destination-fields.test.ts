import { type Destination, sameDestination } from "@polycast/core/provider";
import { describe, expect, test } from "vitest";
import { readDestination, redactFields, secretsOf, toDestinationFields } from "./destination-fields.ts";

describe("toDestinationFields", () => {
  test.each<[string, Destination, { url: string; stream_key?: string }]>([
    [
      "server and key",
      { url: "rtmp://live.example.com/app", streamKey: "k" },
      { url: "rtmp://live.example.com/app", stream_key: "k" },
    ],
    [
      "key in the URL",
      { url: "rtmp://live.example.com/app/k?a=b/c" },
      { url: "rtmp://live.example.com/app", stream_key: "k?a=b/c" },
    ],
    [
      "an application with a query",
      { url: "rtmp://b.rtmp.youtube.com/live2?backup=1", streamKey: "k" },
      { url: "rtmp://b.rtmp.youtube.com/live2?backup=1", stream_key: "k" },
    ],
    [
      "a key with a query, byte by byte",
      { url: "rtmps://live-api-s.facebook.com:443/rtmp/", streamKey: "FB-1?s_bl=1&a=Ab%2F+" },
      { url: "rtmps://live-api-s.facebook.com:443/rtmp", stream_key: "FB-1?s_bl=1&a=Ab%2F+" },
    ],
    [
      "a port of its own",
      { url: "rtmp://live.example.com:1936/app", streamKey: "k" },
      { url: "rtmp://live.example.com:1936/app", stream_key: "k" },
    ],
    [
      "RTMPS without a port",
      { url: "rtmps://live.example.com/app", streamKey: "k" },
      { url: "rtmps://live.example.com:443/app", stream_key: "k" },
    ],
    [
      "RTMPS over IPv6",
      { url: "rtmps://[2001:db8::1]/app", streamKey: "k" },
      { url: "rtmps://[2001:db8::1]:443/app", stream_key: "k" },
    ],
    [
      "a preset",
      { preset: "twitch", streamKey: "live_1" },
      { url: "rtmps://ingest.global-contribute.live-video.net:443/app", stream_key: "live_1" },
    ],
  ])("%s", (_, destination, fields) => {
    expect(toDestinationFields(destination)).toEqual(fields);
  });

  test("an SRT destination is one connection string, encoded, without a stream key", () => {
    const destination = {
      url: "srt://srt.example.com:9000?latency=500",
      streamId: "#!::r=a/b,m=publish",
      passphrase: "pass phrase&1",
    } as const;
    const fields = toDestinationFields(destination);
    expect(fields).toEqual({
      url: "srt://srt.example.com:9000?streamid=%23!%3A%3Ar%3Da%2Fb%2Cm%3Dpublish&passphrase=pass%20phrase%261&latency=500",
    });
    expect(
      sameDestination(destination, {
        url: "srt://srt.example.com:9000",
        streamId: destination.streamId,
        passphrase: "pass phrase&1",
      }),
    ).toBe(true);
    expect(secretsOf(fields)).toEqual(expect.arrayContaining(["#!::r=a/b,m=publish", "pass phrase&1", fields.url]));
  });

  test("what cannot be dialled is refused with its path", () => {
    expect(() => toDestinationFields({ url: "rtmp://live.example.com/app" }, "targets.1.destination")).toThrow(
      expect.objectContaining({ code: "invalid_argument" }),
    );
  });
});

describe("reading back", () => {
  test("a preset's server reads as the preset, another server of the same platform does not", () => {
    const { url, stream_key = "" } = toDestinationFields({ preset: "twitch", streamKey: "live_1" });
    expect(readDestination({ url, stream_key })).toEqual({ preset: "twitch", streamKey: "live_1" });
    expect(readDestination({ url: "rtmp://live.twitch.tv/app", stream_key })).toEqual({
      url: "rtmp://live.twitch.tv/app",
      streamKey: "live_1",
    });
  });

  test("an address that cannot be read shows its protocol and nothing else", () => {
    expect(redactFields({ url: "rtmps://", stream_key: "canary-key-123" })).toEqual({
      redacted: true,
      protocol: "rtmps",
    });
    expect(redactFields({ url: "not a url/canary-key-123" })).toEqual({ redacted: true });
  });

  test("the same place with the same key is the same destination, however it is written", () => {
    const one: Destination = { url: "rtmps://LIVE.example.com:443/app/", streamKey: "k?a=1" };
    expect(sameDestination(one, { url: "rtmps://live.example.com/app/k?a=1" })).toBe(true);
    expect(sameDestination(one, { url: "rtmps://live.example.com/app", streamKey: "K?a=1" })).toBe(false);
    expect(sameDestination(one, { url: "rtmp://live.example.com/app", streamKey: "k?a=1" })).toBe(false);
    const unreadable: Destination = { url: "rtmp://live.example.com" };
    expect(sameDestination(unreadable, unreadable)).toBe(false);
  });
});
