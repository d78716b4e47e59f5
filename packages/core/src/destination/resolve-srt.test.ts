import { describe, expect, test } from "vitest";
import { isMultistreamError } from "../errors/multistream-error.ts";
import type { Destination } from "../model/destination.ts";
import { resolveDestination } from "./resolve-destination.ts";

describe("SRT", () => {
  test.each<[Destination, object]>([
    [{ url: "srt://Example.com:9000" }, { protocol: "srt", host: "example.com", port: 9000 }],
    [
      { url: "srt://example.com:9000", streamId: "#!::r=a,m=publish", passphrase: "0123456789" },
      { protocol: "srt", host: "example.com", port: 9000, streamId: "#!::r=a,m=publish", passphrase: "0123456789" },
    ],
    [
      { url: "srt://example.com:9000?streamId=a%2Fb+c&passphrase=0123456789&latency=500&pbkeylen=16&mode=caller" },
      {
        protocol: "srt",
        host: "example.com",
        port: 9000,
        streamId: "a/b+c",
        passphrase: "0123456789",
        latencyMs: 500,
        pbKeyLength: 16,
      },
    ],
    [
      { url: "srt://[::1]:9000/?streamid=#!::r=a,m=publish" },
      { protocol: "srt", host: "::1", port: 9000, streamId: "#!::r=a,m=publish" },
    ],
    [
      { url: "srt://example.com:9000?streamid=a", streamId: "a" },
      { protocol: "srt", host: "example.com", port: 9000, streamId: "a" },
    ],
    [
      { url: "srt://example.com:9000?pkt_size=1316&latency=0" },
      { protocol: "srt", host: "example.com", port: 9000, latencyMs: 0 },
    ],
  ])("%j", (destination, expected) => {
    expect(resolveDestination(destination)).toEqual(expected);
  });

  test.each<[Destination, string, RegExp]>([
    [{ url: "srt://example.com" }, "url", /no port/],
    [{ url: "srt://example.com:9000/topsecret" }, "url", /path/],
    [{ url: "srt://example.com:9000?mode=listener" }, "url", /mode/],
    [{ url: "srt://example.com:9000?streamid=a&StreamID=b" }, "url", /twice/],
    [{ url: "srt://example.com:9000?streamid=%zz" }, "url", /percent/],
    // 2 s as FFmpeg and OBS write them.
    [{ url: "srt://example.com:9000?latency=2000000" }, "url", /latency/],
    [{ url: "srt://example.com:9000?latency=-1" }, "url", /latency/],
    [{ url: "srt://example.com:9000?pbkeylen=12" }, "url", /pbkeylen/],
    [{ url: "srt://example.com:9000?streamid=a", streamId: "b" }, "streamId", /differs/],
    [{ url: "srt://example.com:9000?passphrase=topsecret" }, "passphrase", /10 to 79/],
    [{ url: "srt://example.com:9000", streamId: "é".repeat(257) }, "streamId", /1 to 512/],
  ])("refuses %j", (destination, field, reason) => {
    expect(() => resolveDestination(destination)).toThrow(
      expect.toSatisfy(
        (error) =>
          isMultistreamError(error, "invalid_argument") &&
          error.issues?.[0]?.path === `destination.${field}` &&
          reason.test(error.message) &&
          !JSON.stringify(error).includes("topsecret"),
      ),
    );
  });
});
