import type { Destination } from "@polycast/core/provider";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readDestination, redactPlatform, sendsTo, toPlatformDestination } from "./destination-fields.ts";
import type { Platform } from "./wire/platform.ts";

const platform = (fields: Partial<Platform>): Platform => ({
  _id: "p",
  template: "custom",
  name: undefined,
  server: undefined,
  key: undefined,
  enabled: true,
  broadcasting_status: undefined,
  ...fields,
});

describe("what Castr is sent", () => {
  test.each<[Destination, string, string]>([
    [{ url: "rtmp://h/live", streamKey: "k" }, "rtmp://h/live", "k"],
    [{ url: "rtmp://h/live/", streamKey: "k?a=b/c&d=%2F+e" }, "rtmp://h/live", "k?a=b/c&d=%2F+e"],
    [{ url: "rtmp://h:1936/a/b?c=d", streamKey: "k" }, "rtmp://h:1936/a/b?c=d", "k"],
    [{ url: "rtmp://h/live/abc?sign=x/y" }, "rtmp://h/live", "abc?sign=x/y"],
    [{ url: "rtmps://h/x", streamKey: "k" }, "rtmps://h:443/x", "k"],
    [{ url: "rtmps://h:2935/x", streamKey: "k" }, "rtmps://h:2935/x", "k"],
    [{ url: "rtmps://[::1]/x", streamKey: "k" }, "rtmps://[::1]:443/x", "k"],
    [{ preset: "youtube", streamKey: "k-e-y" }, expect.stringContaining("youtube"), "k-e-y"],
  ])("%j", (destination, server, key) => {
    expect(toPlatformDestination(destination)).toEqual({ server, key });
  });
});

test("trap §2: a key goes to Castr and comes back byte by byte, whatever it holds", () => {
  const key = fc
    .string({ unit: "binary", minLength: 1, maxLength: 30 })
    .filter((text) => !/^[\s/]|\s$|\p{Cc}/u.test(text));
  fc.assert(
    fc.property(key, (streamKey) => {
      const destination = { url: "rtmp://h.example/live", streamKey } as const;
      const sent = toPlatformDestination(destination);
      expect(sent.key).toBe(streamKey);
      expect(sendsTo(platform(sent), destination)).toBe(true);
      expect(sendsTo(platform({ ...sent, key: `${streamKey}x` }), destination)).toBe(false);
    }),
  );
});

describe("what Castr answers", () => {
  test("is recognised without being usable", () => {
    const shown = redactPlatform(
      platform({ server: "rtmp://a.rtmp.youtube.com/live2", key: "debs-4ux2-r565-1sv4-68zh" }),
    );
    expect(shown).toEqual({
      redacted: true,
      protocol: "rtmp",
      host: "a.rtmp.youtube.com",
      app: "live2",
      keyHint: "…68zh",
    });
  });

  test.each<[string, Partial<Platform>]>([
    ["nothing", {}],
    ["no address", { server: "facebook", key: "secret-key-of-facebook" }],
    ["an empty address", { server: "" }],
  ])("%s: nothing is shown", (_name, fields) => {
    expect(redactPlatform(platform(fields))).toEqual({ redacted: true });
    expect(readDestination(platform(fields))).toBeUndefined();
  });

  test("an SRT target of the dashboard shows its host", () => {
    expect(redactPlatform(platform({ server: "srt://h.example:9000?streamid=abc", key: "" }))).toMatchObject({
      protocol: "srt",
      host: "h.example:9000",
    });
  });
});

describe("is it the same place with the same key?", () => {
  const known = platform({ server: "rtmp://H.example:1935/live/", key: "abc?x=1" });
  test.each<[boolean, Destination]>([
    [true, { url: "rtmp://h.example/live", streamKey: "abc?x=1" }],
    [true, { url: "rtmp://h.example/live/abc?x=1" }],
    [false, { url: "rtmp://h.example/live", streamKey: "abc" }],
    [false, { url: "rtmp://h.example/other", streamKey: "abc?x=1" }],
    [false, { url: "rtmps://h.example/live", streamKey: "abc?x=1" }],
  ])("%j: %j", (expected, destination) => {
    expect(sendsTo(known, destination)).toBe(expected);
  });

  test("what cannot be read is nowhere", () => {
    expect(sendsTo(platform({ server: "rtmp://h" }), { url: "rtmp://h/a", streamKey: "k" })).toBe(false);
    expect(sendsTo(platform({}), { url: "rtmp://h/a", streamKey: "k" })).toBe(false);
  });
});
