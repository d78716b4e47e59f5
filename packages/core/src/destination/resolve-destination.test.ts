import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMultistreamError, type MultistreamError } from "../errors/multistream-error.ts";
import type { Destination } from "../model/destination.ts";
import { presetNames } from "../presets/preset-name.ts";
import { resolveDestination } from "./resolve-destination.ts";

/** What a refusal says. */
function refusal(run: () => unknown): MultistreamError {
  try {
    run();
  } catch (error) {
    if (isMultistreamError(error, "invalid_argument")) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("RTMP", () => {
  test.each<[Destination, object]>([
    [
      { url: "rtmps://a.rtmps.youtube.com:443/live2", streamKey: "abcd" },
      {
        protocol: "rtmps",
        host: "a.rtmps.youtube.com",
        port: 443,
        app: "live2",
        streamKey: "abcd",
        tcUrl: "rtmps://a.rtmps.youtube.com/live2",
      },
    ],
    [
      { url: "rtmp://b.rtmp.youtube.com/live2?backup=1", streamKey: "abcd" },
      {
        protocol: "rtmp",
        host: "b.rtmp.youtube.com",
        port: 1935,
        app: "live2?backup=1",
        streamKey: "abcd",
        tcUrl: "rtmp://b.rtmp.youtube.com/live2?backup=1",
      },
    ],
    [
      { url: "rtmps://live-api-s.facebook.com:443/rtmp/", streamKey: "FB-1?s_bl=1&a=x/y" },
      {
        protocol: "rtmps",
        host: "live-api-s.facebook.com",
        port: 443,
        app: "rtmp",
        streamKey: "FB-1?s_bl=1&a=x/y",
        tcUrl: "rtmps://live-api-s.facebook.com/rtmp",
      },
    ],
    [
      { url: "rtmp://[2001:db8::1]:1936/live/inst/key" },
      {
        protocol: "rtmp",
        host: "2001:db8::1",
        port: 1936,
        app: "live/inst",
        streamKey: "key",
        tcUrl: "rtmp://[2001:db8::1]:1936/live/inst",
      },
    ],
    [
      { preset: "youtube-backup", streamKey: "abcd" },
      {
        protocol: "rtmps",
        host: "b.rtmps.youtube.com",
        port: 443,
        app: "live2?backup=1",
        streamKey: "abcd",
        tcUrl: "rtmps://b.rtmps.youtube.com/live2?backup=1",
        preset: "youtube-backup",
      },
    ],
  ])("%j", (destination, expected) => {
    expect(resolveDestination(destination)).toEqual(expected);
  });

  test("an Amazon IVS host without a path gets its only application", () => {
    const url = "rtmps://0a1b2c.global-contribute.live-video.net";
    expect(resolveDestination({ url, streamKey: "sk_us-west-2_x" })).toMatchObject({
      app: "app",
      streamKey: "sk_us-west-2_x",
    });
    expect(resolveDestination({ url: `${url}:443/`, streamKey: "sk_x" })).toMatchObject({ app: "app" });
    expect(resolveDestination({ url: `${url}/app/`, streamKey: "sk_x" })).toMatchObject({ app: "app" });
  });

  test("every preset can be dialled with a key", () => {
    for (const preset of presetNames) {
      expect(resolveDestination({ preset, streamKey: "a?b/c" })).toMatchObject({ preset, streamKey: "a?b/c" });
    }
  });

  test("any application and any key survive byte by byte", () => {
    const bytes = fc.string({ unit: "binary", minLength: 1 }).map((text) => text.replaceAll(/\p{Cc}/gu, "x"));
    const app = bytes.filter((text) => !/^[/?]|\/$/.test(text));
    const key = bytes.filter((text) => !text.startsWith("/"));
    fc.assert(
      fc.property(app, key, (app, streamKey) => {
        expect(resolveDestination({ url: `rtmp://example.com/${app}`, streamKey })).toMatchObject({ app, streamKey });
      }),
    );
  });

  test("a key that is pasted behind its application is found again", () => {
    const segment = fc.string({ minLength: 1 }).filter((text) => !/[/?#]/.test(text));
    const query = fc.option(fc.string(), { nil: undefined });
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1, maxLength: 3 }), segment, query, (parts, name, query) => {
        const app = parts.join("/");
        const streamKey = query === undefined ? name : `${name}?${query}`;
        expect(resolveDestination({ url: `rtmp://example.com/${app}/${streamKey}` })).toMatchObject({ app, streamKey });
      }),
    );
  });
});

describe("refusals", () => {
  test.each<[Destination, string]>([
    [{ url: "rtmp://user:s3cret@example.com/live", streamKey: "topsecret" }, "destination.url"],
    [{ url: "rtmp://example.com", streamKey: "topsecret" }, "destination.url"],
    [{ url: "rtmp://example.com/?topsecret", streamKey: "topsecret" }, "destination.url"],
    [{ url: "rtmp://example.com:99999/live", streamKey: "topsecret" }, "destination.url"],
    [{ url: "rtmp://exämple.com/live", streamKey: "topsecret" }, "destination.url"],
    [{ url: "rtmp://example.com/topsecret" }, "destination.streamKey"],
    [{ url: "rtmp://example.com/topsecret?a=b" }, "destination.streamKey"],
    [{ url: "rtmp://example.com/live", streamKey: "///" }, "destination.streamKey"],
    [{ url: "rtmp://example.com/live", streamKey: "topsecret\r\nx" }, "destination.streamKey"],
    [{ url: "rtmp://example.com/live\u0000", streamKey: "topsecret" }, "destination.url"],
    [{ url: "srt://example.com?streamid=topsecret" }, "destination.url"],
  ])("%j", (destination, path) => {
    const error = refusal(() => resolveDestination(destination));
    expect(error.issues).toEqual([{ path, message: expect.any(String) }]);
    expect(error.hint).toEqual(expect.any(String));
    expect(JSON.stringify(error)).not.toMatch(/topsecret|s3cret|99999/);
  });

  test("issues stand where the caller's input has the destination", () => {
    const error = refusal(() => resolveDestination({ url: "rtmp://example.com/live" }, "targets.2.destination"));
    expect(error.issues?.[0]?.path).toBe("targets.2.destination.streamKey");
  });
});
