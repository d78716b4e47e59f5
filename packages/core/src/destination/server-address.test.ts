import { describe, expect, test } from "vitest";
import { formatHost, readServerAddress } from "./server-address.ts";

describe("readServerAddress", () => {
  test.each([
    ["rtmp://live.twitch.tv/app", { protocol: "rtmp", host: "live.twitch.tv", rest: "/app" }],
    [
      "RTMPS://A.RTMPS.YouTube.com:443/live2",
      { protocol: "rtmps", host: "a.rtmps.youtube.com", port: 443, rest: "/live2" },
    ],
    [
      "srt://ingest.example.com:9000?streamid=a",
      { protocol: "srt", host: "ingest.example.com", port: 9000, rest: "?streamid=a" },
    ],
    ["rtmp://192.0.2.7:1936/live", { protocol: "rtmp", host: "192.0.2.7", port: 1936, rest: "/live" }],
    ["rtmp://[2001:DB8::1]/live", { protocol: "rtmp", host: "2001:db8::1", rest: "/live" }],
    ["rtmps://[::1]:8443/live", { protocol: "rtmps", host: "::1", port: 8443, rest: "/live" }],
    ["rtmp://host.example.com./live", { protocol: "rtmp", host: "host.example.com", rest: "/live" }],
    ["rtmp://host/app/a@b:c", { protocol: "rtmp", host: "host", rest: "/app/a@b:c" }],
    ["rtmp://host", { protocol: "rtmp", host: "host", rest: "" }],
  ])("reads %s", (url, expected) => {
    expect(readServerAddress(url)).toEqual(expected);
  });

  test.each([
    ["http://example.com/live", "must start with"],
    ["rtmp:/example.com/live", "must start with"],
    ["rtmp://user:secret@example.com/live", "user name"],
    ["rtmp://good.example@evil.example/live", "user name"],
    ["rtmp:///live", "no valid host"],
    ["rtmp://./live", "no valid host"],
    ["rtmp://2001:db8::1/live", "no valid host"],
    ["rtmp://[fe80::1%eth0]/live", "no valid host"],
    ["rtmp://[12]/live", "no valid host"],
    ["rtmp://höst.example/live", "no valid host"],
    // The Kelvin sign lower-cases to an ASCII k.
    ["rtmp://ex\u212Aample.com/live", "no valid host"],
    ["rtmp://host:/live", "port"],
    ["rtmp://host:0/live", "port"],
    ["rtmp://host:65536/live", "port"],
    ["rtmp://host:1e3/live", "port"],
  ])("refuses %s", (url, reason) => {
    expect(readServerAddress(url)).toEqual({ fault: expect.stringContaining(reason) });
  });
});

test("formatHost puts IPv6 in brackets and leaves the default port out", () => {
  expect(formatHost({ host: "::1", port: 1936 }, 1935)).toBe("[::1]:1936");
  expect(formatHost({ host: "example.com", port: 1935 }, 1935)).toBe("example.com");
  expect(formatHost({ host: "example.com" }, 1935)).toBe("example.com");
});
