import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Destination } from "../model/destination.ts";
import { redactedDestinationSchema } from "../model/redacted-destination.ts";
import { redactDestination } from "./redact-destination.ts";

describe("redactDestination", () => {
  test.each<[Destination, object]>([
    [
      { preset: "twitch", streamKey: "live_1234567_AbCdEfGh" },
      {
        redacted: true,
        protocol: "rtmps",
        host: "ingest.global-contribute.live-video.net",
        app: "app",
        keyHint: "…EfGh",
        preset: "twitch",
      },
    ],
    [
      { url: "rtmp://b.rtmp.youtube.com/live2?backup=1", streamKey: "short" },
      { redacted: true, protocol: "rtmp", host: "b.rtmp.youtube.com", app: "live2" },
    ],
    [
      { url: "rtmp://example.com:1936/app/inst/key-in-the-url" },
      { redacted: true, protocol: "rtmp", host: "example.com:1936", app: "app/inst", keyHint: "…-url" },
    ],
    // Application or key? Nobody can tell, so neither is shown.
    [{ url: "rtmp://example.com/0123456789abcdef" }, { redacted: true, protocol: "rtmp", host: "example.com" }],
    [
      { url: "rtmp://example.com/live/0123456789abcdef", streamKey: "0123456789abcdef" },
      { redacted: true, protocol: "rtmp", host: "example.com", keyHint: "…cdef" },
    ],
    [
      { url: "rtmp://user:s3cret@example.com/live", streamKey: "k" },
      { redacted: true, protocol: "rtmp" },
    ],
    [
      { url: "srt://[::1]:9000?streamid=publish%3Amy-stream&passphrase=0123456789" },
      { redacted: true, protocol: "srt", host: "[::1]:9000", keyHint: "…ream" },
    ],
    [
      { url: "srt://example.com:9000", streamId: "abc", passphrase: "0123456789" },
      { redacted: true, protocol: "srt", host: "example.com:9000" },
    ],
  ])("%j", (destination, expected) => {
    expect(redactDestination(destination)).toEqual(expected);
  });

  test("a key is shown nowhere, wherever it was put, and the answer fits its schema", () => {
    const key = fc.string({ minLength: 12, maxLength: 40 }).filter((text) => !/^\/|\/$/.test(text));
    const app = fc.stringMatching(/^[a-z0-9]{1,8}(\?[a-z]=[0-9])?$/);
    fc.assert(
      fc.property(key, app, fc.integer({ min: 0, max: 3 }), (key, app, where) => {
        const encoded = encodeURIComponent(key);
        const forms: Destination[] = [
          { url: `rtmp://example.com/${app}`, streamKey: key },
          { url: `rtmps://example.com/${app}/${key}` },
          { url: `srt://example.com:9000?streamid=${encoded}&passphrase=${encoded}` },
          { preset: "facebook", streamKey: key },
        ];
        const redacted = redactDestination(forms[where] ?? { preset: "x", streamKey: key });
        expect(redactedDestinationSchema.parse(redacted)).toEqual(redacted);
        // JSON escapes quotes and backslashes, so look at the values themselves.
        for (const value of Object.values(redacted)) expect(String(value)).not.toContain(key);
      }),
    );
  });

  test("never throws", () => {
    fc.assert(
      fc.property(
        fc.constantFrom("rtmp", "rtmps", "srt"),
        fc.string(),
        fc.string({ minLength: 1 }),
        (scheme, rest, streamKey) => {
          const destination: Destination =
            scheme === "srt" ? { url: `srt://${rest}`, streamId: streamKey } : { url: `rtmp://${rest}`, streamKey };
          expect(redactDestination(destination).redacted).toBe(true);
        },
      ),
    );
  });
});
